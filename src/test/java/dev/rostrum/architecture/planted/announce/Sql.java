package dev.rostrum.architecture.planted.announce;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;

class Sql {
    interface Opener {
        Connection open(String url) throws SQLException;
    }

    Opener byReference() {
        return DriverManager::getConnection;
    }

    boolean source(Object o) {
        return o instanceof DataSource;
    }

    Object library() {
        return new SQLiteConfig();
    }
}
