package dev.sm.storage.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ScriptException;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/**
 * The script that makes the tables that are not there.
 *
 * @param dialect the kind of database
 */
record SchemaScript(Dialect dialect) {

	void run(Connection connection) throws SQLException {
		try {
			ScriptUtils.executeSqlScript(connection, new ClassPathResource(this.dialect.schema(), SchemaScript.class));
		}
		catch (ScriptException ex) {
			throw (ex.getCause() instanceof SQLException cause) ? cause : new SQLException(ex.getMessage(), ex);
		}
	}

}
