package dev.sm.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.opentest4j.TestAbortedException;

import static org.awaitility.Awaitility.await;

/**
 * A real MariaDB or PostgreSQL on a port of its own, on the loopback interface, in a
 * directory of its own. It can be killed, restarted on its port, and paused.
 * <p>
 * Making a database takes seconds, so tests that leave nothing behind share one server of
 * each kind, which ends with the JVM. Where no server can be started, tests are skipped,
 * except in a build with {@code CI=true}, where they fail. A MySQL is not started, but
 * used where one runs: see {@link #mySql()}. Not thread-safe.
 */
public final class DatabaseServerFixture implements AutoCloseable {

	private static final Duration START_TIMEOUT = Duration.ofSeconds(90);

	private static final String[] TABLES = { "sm_entry", "sm_staged", "sm_moved", "sm_record", "sm_fence", "sm_pass" };

	private static DatabaseServerFixture mariaDb;

	private static DatabaseServerFixture postgreSql;

	private static DatabaseServerFixture mySql;

	private final String url;

	private final List<String> command;

	private final Path directory;

	private Process process;

	private DatabaseServerFixture(String url, List<String> command, Path directory) {
		this.url = url;
		this.command = command;
		this.directory = directory;
	}

	/**
	 * The MariaDB that tests share.
	 * @return the server, answering
	 */
	public static synchronized DatabaseServerFixture mariaDb() {
		if (mariaDb == null) {
			mariaDb = startMariaDb();
		}
		return mariaDb;
	}

	/**
	 * The PostgreSQL that tests share.
	 * @return the server, answering
	 */
	public static synchronized DatabaseServerFixture postgreSql() {
		if (postgreSql == null) {
			postgreSql = startPostgreSql();
		}
		return postgreSql;
	}

	/**
	 * A MySQL that runs already, whose database {@code cache} and user {@code sm} are
	 * made and belong to the tests. It can neither be killed nor paused. Tests are
	 * skipped where the environment names none.
	 * @return the server of {@code SM_TEST_MYSQL_URL}, such as
	 * {@code jdbc:mysql://127.0.0.1:3306/}, used as its user root with the password
	 * {@code SM_TEST_MYSQL_PASSWORD}, by default empty
	 */
	public static synchronized DatabaseServerFixture mySql() {
		if (mySql == null) {
			String url = System.getenv("SM_TEST_MYSQL_URL");
			if (url == null) {
				throw new TestAbortedException(
						"skipped: no MySQL is named by SM_TEST_MYSQL_URL, such as jdbc:mysql://127.0.0.1:3306/");
			}
			DatabaseServerFixture fixture = new DatabaseServerFixture(url, List.of(), Path.of(""));
			fixture.execute("root", "create database if not exists cache");
			fixture.execute("root", "create user if not exists sm@'%' identified by 'pass-w0rd'");
			fixture.execute("root", "grant all on cache.* to sm@'%'");
			fixture.execute("root", "grant process on *.* to sm@'%'");
			mySql = fixture;
		}
		return mySql;
	}

	private static DatabaseServerFixture startMariaDb() {
		Path installer = require("mariadb-server", "/usr/bin/mariadb-install-db", "/usr/local/bin/mariadb-install-db");
		Path server = require("mariadb-server", "/usr/sbin/mariadbd", "/usr/bin/mariadbd", "/usr/local/bin/mariadbd");
		Path directory = directory("sm-mariadb");
		int port = RedisServerFixture.freePort();
		List<String> user = root() ? List.of("--user=root") : List.of();
		List<String> install = new ArrayList<>(
				List.of(installer.toString(), "--no-defaults", "--datadir=" + directory.resolve("data"),
						"--auth-root-authentication-method=normal", "--skip-test-db"));
		install.addAll(user);
		run(directory, install);
		List<String> command = new ArrayList<>(
				List.of(server.toString(), "--no-defaults", "--datadir=" + directory.resolve("data"),
						"--socket=" + directory.resolve("socket"), "--port=" + port, "--bind-address=127.0.0.1",
						"--innodb-flush-log-at-trx-commit=2", "--innodb-buffer-pool-size=64M", "--skip-name-resolve"));
		command.addAll(user);
		DatabaseServerFixture fixture = new DatabaseServerFixture("jdbc:mariadb://127.0.0.1:" + port + "/", command,
				directory);
		fixture.launch("root");
		fixture.execute("root", "create database cache");
		fixture.execute("root", "create user sm@'%' identified by 'pass-w0rd'");
		fixture.execute("root", "grant all on cache.* to sm@'%'");
		return fixture;
	}

	private static DatabaseServerFixture startPostgreSql() {
		Path bin = postgreSqlBin();
		Path directory = directory("sm-postgresql");
		int port = RedisServerFixture.freePort();
		List<String> as = root() ? List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups")
				: List.of();
		if (root()) {
			run(directory, List.of("chown", "postgres", directory.toString()));
		}
		List<String> init = new ArrayList<>(as);
		init.addAll(List.of(bin.resolve("initdb").toString(), "-D", directory.resolve("data").toString(), "-A", "trust",
				"-U", "root", "--no-sync", "-E", "UTF8", "--locale=C"));
		run(directory, init);
		List<String> command = new ArrayList<>(as);
		command.addAll(
				List.of(bin.resolve("postgres").toString(), "-D", directory.resolve("data").toString(), "-p", "" + port,
						"-h", "127.0.0.1", "-k", directory.toString(), "-c", "fsync=off", "-c", "shared_buffers=32MB"));
		DatabaseServerFixture fixture = new DatabaseServerFixture("jdbc:postgresql://127.0.0.1:" + port + "/", command,
				directory);
		fixture.launch("root");
		fixture.execute("root", "create user sm superuser password 'pass-w0rd'");
		fixture.execute("root", "create database cache");
		return fixture;
	}

	/**
	 * The URL of the database {@code cache}, without user and password.
	 * @return the URL, which may be followed by parameters
	 */
	public String url() {
		return this.url + "cache";
	}

	public String username() {
		return "sm";
	}

	public String password() {
		return "pass-w0rd";
	}

	/**
	 * The port that the server listens on.
	 * @return the port
	 */
	public int port() {
		return Integer.parseInt(this.url.replaceAll("\\D*//127.0.0.1:(\\d+)/", "$1"));
	}

	/**
	 * Opens a connection of the test's own.
	 * @return the connection
	 */
	public Connection connect() {
		try {
			return DriverManager.getConnection(url(), username(), password());
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Executes a statement.
	 * @param sql the statement
	 */
	public void execute(String sql) {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void execute(String user, String sql) {
		try (Connection connection = administer(user); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Connection administer(String user) throws SQLException {
		String password = this.command.isEmpty() ? System.getenv("SM_TEST_MYSQL_PASSWORD") : "";
		return DriverManager.getConnection(this.url + (this.url.contains("postgresql") ? "postgres" : ""), user,
				(password != null) ? password : "");
	}

	/**
	 * Empties the tables of nodes, if they are there.
	 */
	public void clear() {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			for (String table : TABLES) {
				if (connection.getMetaData().getTables(connection.getCatalog(), null, table, null).next()) {
					statement.execute("delete from " + table);
				}
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Kills the server, as {@code kill -9} does.
	 */
	public void kill() {
		this.process.destroyForcibly();
		try {
			this.process.waitFor(20, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Starts the server again on its port, with its data; kills it first if it runs.
	 */
	public void restart() {
		kill();
		launch("root");
	}

	/**
	 * Stops the server's process in its tracks; connections stay.
	 */
	public void pause() {
		run(this.directory, List.of("kill", "-STOP", "" + this.process.pid()));
	}

	/**
	 * Lets a paused server go on.
	 */
	public void resume() {
		run(this.directory, List.of("kill", "-CONT", "" + this.process.pid()));
	}

	@Override
	public void close() {
		kill();
		try (Stream<Path> files = Files.walk(this.directory)) {
			files.sorted(Comparator.reverseOrder()).forEach((file) -> file.toFile().delete());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void launch(String user) {
		try {
			this.process = new ProcessBuilder(this.command).directory(this.directory.toFile())
				.redirectErrorStream(true)
				.redirectOutput(this.directory.resolve("server.log").toFile())
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		await(this.command.toString()).atMost(START_TIMEOUT)
			.pollInterval(Duration.ofMillis(50))
			.until(() -> this.process.isAlive() && answers(user));
	}

	private boolean answers(String user) {
		try (Connection connection = administer(user)) {
			return connection != null;
		}
		catch (SQLException ex) {
			return false;
		}
	}

	private static Path directory(String prefix) {
		try {
			Path directory = Files.createTempDirectory(prefix);
			Runtime.getRuntime().addShutdownHook(new Thread(() -> closeIn(directory)));
			return directory;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void closeIn(Path directory) {
		Stream.of(mariaDb, postgreSql)
			.filter((fixture) -> fixture != null && fixture.directory.equals(directory))
			.forEach(DatabaseServerFixture::close);
	}

	private static boolean root() {
		return "root".equals(System.getProperty("user.name"));
	}

	private static void run(Path directory, List<String> command) {
		try {
			Path log = directory.resolveSibling(directory.getFileName() + ".log");
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
				.start();
			if (process.waitFor() != 0) {
				throw new IllegalStateException(command + " failed: " + Files.readString(log));
			}
			Files.delete(log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static Path postgreSqlBin() {
		Path root = Path.of("/usr/lib/postgresql");
		if (Files.isDirectory(root)) {
			try (Stream<Path> versions = Files.list(root)) {
				return versions.map((version) -> version.resolve("bin"))
					.filter((bin) -> Files.isExecutable(bin.resolve("initdb")))
					.max(Comparator.naturalOrder())
					.orElseThrow(() -> skip("postgresql"));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		throw skip("postgresql");
	}

	private static Path require(String name, String... places) {
		return Stream.of(places).map(Path::of).filter(Files::isExecutable).findFirst().orElseThrow(() -> skip(name));
	}

	private static RuntimeException skip(String name) {
		String reason = "no " + name + " on this machine";
		return "true".equals(System.getenv("CI")) ? new IllegalStateException(reason)
				: new TestAbortedException("skipped: " + reason);
	}

}
