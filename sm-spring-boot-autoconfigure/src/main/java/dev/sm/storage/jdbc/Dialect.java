package dev.sm.storage.jdbc;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;

/**
 * What databases do not have in common.
 */
enum Dialect {

	/** MariaDB. */
	MARIADB("jdbc:mariadb:", "org.mariadb.jdbc.Driver", "org.mariadb.jdbc:mariadb-java-client", "mysql") {

		@Override
		String session(Duration timeout) {
			return super.session(timeout) + ", max_statement_time = " + timeout.toMillis() / 1000.0
					+ ", idle_transaction_timeout = " + (seconds(timeout) + 1);
		}

	},

	/**
	 * MySQL. It bounds queries only, and no transactions whose client has fallen silent.
	 * A MariaDB behind its driver skips what stands in the comments that begin with a
	 * number, and takes what stands in those for it.
	 */
	MYSQL("jdbc:mysql:", "com.mysql.cj.jdbc.Driver", "com.mysql:mysql-connector-j", "mysql") {

		@Override
		String session(Duration timeout) {
			return super.session(timeout) + " /*!50708 , max_execution_time = " + timeout.toMillis() + " */";
		}

		@Override
		String upsert(String table, String key, String rows, String... others) {
			StringBuilder sql = new StringBuilder(insert(table, key, rows, others))
				.append(" /*!80019 as fresh */ on duplicate key update ");
			for (int i = 0; i < others.length; i++) {
				String column = others[i];
				sql.append((i > 0) ? ", " : "")
					.append(column)
					.append(" = /*!80019 fresh.")
					.append(column)
					.append(" *//*M! values(")
					.append(column)
					.append(") */");
			}
			return sql.toString();
		}

	},

	/** PostgreSQL. */
	POSTGRESQL("jdbc:postgresql:", "org.postgresql.Driver", "org.postgresql:postgresql", "postgresql") {

		@Override
		String now() {
			return "(extract(epoch from statement_timestamp()) * 1000)::bigint";
		}

		@Override
		String share() {
			return " for share";
		}

		@Override
		String upsert(String table, String key, String rows, String... others) {
			StringBuilder sql = new StringBuilder(insert(table, key, rows, others)).append(" on conflict (")
				.append(key)
				.append(") do update set ");
			for (int i = 0; i < others.length; i++) {
				sql.append((i > 0) ? ", " : "").append(others[i]).append(" = excluded.").append(others[i]);
			}
			return sql.toString();
		}

		@Override
		String create(String table, String key, String rows, String... others) {
			return insert(table, key, rows, others) + " on conflict do nothing";
		}

		@Override
		String session(Duration timeout) {
			return "set statement_timeout = " + timeout.toMillis() + "; set lock_timeout = " + timeout.toMillis()
					+ "; set idle_in_transaction_session_timeout = " + (timeout.toMillis() + 1000);
		}

		@Override
		int loginSeconds(long limit) {
			return (int) Math.min(Integer.MAX_VALUE, limit);
		}

		@Override
		Map<String, String> properties(Duration timeout) {
			return Map.of("connectTimeout", "" + seconds(timeout), "socketTimeout", "" + (seconds(timeout) + 1),
					"tcpKeepAlive", "true", "ApplicationName", "sm");
		}

	},

	/** H2. Its shared row locks are exclusive ones. */
	H2("jdbc:h2:", "org.h2.Driver", "com.h2database:h2", "h2") {

		@Override
		String now() {
			return "cast(extract(epoch from current_timestamp) * 1000 as bigint)";
		}

		@Override
		String share() {
			return " for update";
		}

		@Override
		String upsert(String table, String key, String rows, String... others) {
			return "merge into " + table + " (" + columns(key, others) + ") key (" + key + ") values " + rows;
		}

		@Override
		String create(String table, String key, String rows, String... others) {
			return insert(table, key, rows, others);
		}

		@Override
		String session(Duration timeout) {
			return "set lock_timeout " + timeout.toMillis() + "; set query_timeout " + timeout.toMillis();
		}

		@Override
		Map<String, String> properties(Duration timeout) {
			return Map.of();
		}

	};

	private final String urlPrefix;

	private final String driver;

	private final String coordinates;

	private final String schema;

	Dialect(String urlPrefix, String driver, String coordinates, String schema) {
		this.urlPrefix = urlPrefix;
		this.driver = driver;
		this.coordinates = coordinates;
		this.schema = schema;
	}

	String urlPrefix() {
		return this.urlPrefix;
	}

	/** The name of the driver's class. */
	String driver() {
		return this.driver;
	}

	/** The Maven coordinates of the driver. */
	String coordinates() {
		return this.coordinates;
	}

	/** The resource that makes the tables, beside this class. */
	String schema() {
		return "schema-" + this.schema + ".sql";
	}

	/** The database's own time as an expression, in milliseconds of its epoch. */
	String now() {
		return "cast(unix_timestamp(now(3)) * 1000 as signed)";
	}

	/** What lets a query keep others from changing what it finds until the commit. */
	String share() {
		return " lock in share mode";
	}

	/** A statement that writes rows whether or not they exist. */
	String upsert(String table, String key, String rows, String... others) {
		StringBuilder sql = new StringBuilder(insert(table, key, rows, others)).append(" on duplicate key update ");
		for (int i = 0; i < others.length; i++) {
			sql.append((i > 0) ? ", " : "").append(others[i]).append(" = values(").append(others[i]).append(')');
		}
		return sql.toString();
	}

	/** A statement that writes rows that do not exist, and does nothing to others. */
	String create(String table, String key, String rows, String... others) {
		return "insert ignore into " + table + " (" + columns(key, others) + ") values " + rows;
	}

	static String insert(String table, String key, String rows, String... others) {
		return "insert into " + table + " (" + columns(key, others) + ") values " + rows;
	}

	/** What bounds every statement of a session at the server. */
	String session(Duration timeout) {
		return "set session time_zone = '+00:00', innodb_lock_wait_timeout = " + seconds(timeout);
	}

	/** What bounds a connection at this end, and what the driver needs, by name. */
	Map<String, String> properties(Duration timeout) {
		return Map.of("connectTimeout", "" + timeout.toMillis(), "socketTimeout", "" + (timeout.toMillis() + 1000),
				"useServerPrepStmts", "true", "cachePrepStmts", "true");
	}

	/**
	 * How long a connection may take to be opened.
	 * @param limit the property {@code connectTimeout} of the driver
	 * @return seconds, 0 for as long as it takes
	 */
	int loginSeconds(long limit) {
		return (int) Math.min(Integer.MAX_VALUE, (limit + 999) / 1000);
	}

	private static String columns(String key, String... others) {
		return key + ", " + String.join(", ", others);
	}

	private static long seconds(Duration timeout) {
		return Math.max(1, timeout.plusMillis(999).toSeconds());
	}

	/** A list of question marks or of other parts. */
	static String list(int count, String part) {
		return String.join(", ", Collections.nCopies(count, part));
	}

}
