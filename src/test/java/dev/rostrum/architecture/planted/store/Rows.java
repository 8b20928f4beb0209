package dev.rostrum.architecture.planted.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.sql.SQLException;

public class Rows {
    @JsonProperty
    String name;

    public Object read() throws SQLException {
        throw new SQLException();
    }

    /** What this package may do. */
    Object allowed() throws SQLException {
        return read();
    }
}
