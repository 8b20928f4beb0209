package dev.rostrum.architecture.planted.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.sql.SQLException;

public class Rows {
    @JsonProperty
    String name;

    public void leak() throws SQLException {
        throw new SQLException();
    }

    void allowed() throws SQLException {
        throw new SQLException();
    }
}
