package dev.sm.storage.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletionException;

import dev.sm.storage.NodeConfig;
import dev.sm.storage.NodeFullException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What each kind of database is told, above all where MySQL is not MariaDB.
 */
class DialectTests {

	private static final Duration TIMEOUT = Duration.ofMillis(2500);

	@Test
	void mySqlIsToldNothingThatOnlyMariaDbKnows() {
		assertThat(Dialect.MYSQL.session(TIMEOUT)).isEqualTo("set session time_zone = '+00:00',"
				+ " innodb_lock_wait_timeout = 3 /*!50708 , max_execution_time = 2500 */");
		assertThat(Dialect.MARIADB.session(TIMEOUT)).contains("max_statement_time = 2.5",
				"idle_transaction_timeout = 4");
		assertThat(Dialect.MYSQL.session(TIMEOUT)).doesNotContain("max_statement_time", "idle_transaction_timeout");
	}

	/**
	 * {@code values()} is deprecated in MySQL; what replaces it MariaDB does not know,
	 * and skips by the number of the comment, as MySQL does with what is for MariaDB.
	 */
	@Test
	void mySqlAndMariaDbWriteAlike() {
		assertThat(Dialect.MARIADB.upsert("t", "k", "(?, ?, ?)", "a", "b"))
			.isEqualTo("insert into t (k, a, b) values (?, ?, ?) on duplicate key update a = values(a), b = values(b)");
		assertThat(Dialect.MYSQL.upsert("t", "k", "(?, ?, ?)", "a", "b"))
			.isEqualTo("insert into t (k, a, b) values (?, ?, ?) /*!80019 as fresh */ on duplicate key update"
					+ " a = /*!80019 fresh.a *//*M! values(a) */, b = /*!80019 fresh.b *//*M! values(b) */");
		for (Dialect dialect : new Dialect[] { Dialect.MARIADB, Dialect.MYSQL }) {
			assertThat(dialect.create("t", "k", "(?, ?)", "a")).isEqualTo("insert ignore into t (k, a) values (?, ?)");
			assertThat(dialect.share()).isEqualTo(" lock in share mode");
			assertThat(dialect.now()).isEqualTo("cast(unix_timestamp(now(3)) * 1000 as signed)");
		}
	}

	@ParameterizedTest
	@CsvSource({ "jdbc:mysql://h/c, MYSQL", "JDBC:MySQL://h:3307/c?sslMode=VERIFY_IDENTITY, MYSQL",
			"jdbc:mysql:loadbalance://a:3306/c, MYSQL", "jdbc:mariadb://h/c, MARIADB",
			"jdbc:postgresql://h/c, POSTGRESQL", "jdbc:h2:mem:c, H2" })
	void theUrlTellsTheKind(String url, Dialect dialect) {
		assertThat(JdbcUrl.of(config(url)).dialect()).isEqualTo(dialect);
	}

	@Test
	void mySqlsDriverIsToldTheLimitsUnlessTheUrlHasThem() {
		JdbcUrl url = JdbcUrl.of(config("jdbc:mysql://h/c?socketTimeout=9"));
		assertThat(url.properties()).containsEntry("connectTimeout", "2500")
			.containsEntry("useServerPrepStmts", "true")
			.containsEntry("user", "u")
			.containsEntry("password", "secret")
			.doesNotContainKey("socketTimeout");
		assertThat(DriverDataSource.of("n", url, getClass().getClassLoader())).isNotNull();
		assertThat(url).asString().doesNotContain("secret");
	}

	@ParameterizedTest
	@CsvSource({ "jdbc:mysql://h/c, 3", "jdbc:mysql://h/c?a=b&connectTimeout=1001, 2",
			"jdbc:mysql://h/c?connectTimeout=5000&a=b, 5", "jdbc:mariadb://h/c, 3", "jdbc:postgresql://h/c, 3",
			"jdbc:postgresql://h/c?connectTimeout=7, 7", "jdbc:mysql://h/c?connectTimeout=soon, 0",
			"jdbc:h2:mem:c, 0" })
	void dataSourceTellsTheDriversLimitOfConnecting(String url, int seconds) {
		DriverDataSource source = DriverDataSource.of("n", JdbcUrl.of(config(url)), getClass().getClassLoader());
		assertThat(source.getLoginTimeout()).isEqualTo(seconds);
		source.setLoginTimeout(100);
		assertThat(source.getLoginTimeout()).as("the limit that counts").isEqualTo(seconds);
	}

	@ParameterizedTest
	@CsvSource({ "1114, HY000", "1021, HY000", "0, 53100" })
	void aDatabaseThatIsFullRefusesWritesAndIsNotAway(int code, String state) {
		assertThat(new JdbcErrors(config("jdbc:mariadb://h/c"))
			.translate(new CompletionException(new SQLException("The table is full", state, code))))
			.isInstanceOf(NodeFullException.class)
			.hasMessage("node 'n' answered: The table is full");
	}

	/**
	 * What the tables need of MySQL: InnoDB, its largest index, and nothing of MariaDB.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "MYSQL", "MARIADB" })
	void theTablesAreForBoth(Dialect dialect) throws IOException {
		try (InputStream in = Dialect.class.getResourceAsStream(dialect.schema())) {
			String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
			assertThat(script.split("create table if not exists sm_", -1)).hasSize(7);
			assertThat(script.split("engine = InnoDB row_format = dynamic", -1)).hasSize(7);
			assertThat(script).doesNotContainPattern("(?i)uuid|inet6|sequence|returning|page_compressed");
		}
	}

	private static NodeConfig config(String url) {
		return new NodeConfig("n", url, "u", "secret", TIMEOUT, null);
	}

}
