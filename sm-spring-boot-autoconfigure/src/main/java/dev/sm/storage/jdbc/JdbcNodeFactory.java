package dev.sm.storage.jdbc;

import java.time.Duration;
import java.util.Set;

import dev.sm.storage.NodeConfig;
import dev.sm.storage.NodeFactory;
import dev.sm.storage.NodeStorage;
import org.jspecify.annotations.Nullable;

/**
 * Makes nodes that are databases: {@code jdbc:mariadb:}, {@code jdbc:mysql:},
 * {@code jdbc:postgresql:} and {@code jdbc:h2:}, the rest as the driver takes it. Making
 * one does not connect.
 * <p>
 * A node keeps its values in tables whose names start with {@code sm_}; scripts that make
 * them are beside this class. Keys have at most 2,048 bytes, values at most 10 MiB. Times
 * to live go by the database's clock; what has expired is not seen, and is removed at
 * intervals. Every command is one transaction. Native operations are a
 * {@code JdbcOperations} with auto-commit and connections of its own.
 */
public final class JdbcNodeFactory implements NodeFactory {

	private final Settings settings;

	/**
	 * Creates a factory whose nodes make their tables themselves where the database dies
	 * with this JVM.
	 */
	public JdbcNodeFactory() {
		this(Settings.DEFAULTS);
	}

	/**
	 * Creates a factory.
	 * @param settings what all its nodes have in common
	 */
	public JdbcNodeFactory(Settings settings) {
		this.settings = settings;
	}

	@Override
	public Set<String> schemes() {
		return Set.of("jdbc");
	}

	@Override
	public NodeStorage create(NodeConfig config) {
		JdbcUrl url = JdbcUrl.of(config);
		DriverDataSource driver = DriverDataSource.of(config.id(), url, JdbcDriver.classLoader());
		JdbcErrors errors = new JdbcErrors(config);
		JdbcCommands commands = new JdbcCommands(config.id(), url.dialect());
		JdbcConnections connections = new JdbcConnections(config.id(), driver, url.dialect().session(config.timeout()),
				config.timeout(), this.settings.connections() + 1);
		PassDeskDriver desk = new PassDeskDriver(connections, commands, config.guard(), script(url));
		JdbcDriver node = new JdbcDriver(config.id(), connections, commands, errors, desk, config.timeout(),
				this.settings.connections());
		node.sweep(new SweepDriver(config.id(), connections, url.dialect()), this.settings.sweepInterval());
		return new JdbcNode(config.id(), connections, node, errors);
	}

	private @Nullable SchemaScript script(JdbcUrl url) {
		Boolean create = this.settings.createTables();
		return ((create != null) ? create : url.embedded()) ? new SchemaScript(url.dialect()) : null;
	}

	/**
	 * What all nodes of a factory have in common.
	 *
	 * @param createTables whether a node makes tables that are not there, or {@code null}
	 * to do so where the database is embedded
	 * @param connections how many commands a node works on at once, each with a
	 * connection: 1 to 1,000
	 * @param sweepInterval how long to wait between two sweeps of what has expired,
	 * positive
	 */
	public record Settings(@Nullable Boolean createTables, int connections, Duration sweepInterval) {

		/** Tables where the database is embedded, 8 connections, a sweep each minute. */
		public static final Settings DEFAULTS = new Settings(null, 8, Duration.ofMinutes(1));

		public Settings {
			if (connections < 1 || connections > 1000) {
				throw new IllegalArgumentException(
						"'connections' must be between 1 and 1000 (was " + connections + ")");
			}
			if (sweepInterval.isZero() || sweepInterval.isNegative()) {
				throw new IllegalArgumentException("'sweepInterval' must be positive (was " + sweepInterval + ")");
			}
		}

	}

}
