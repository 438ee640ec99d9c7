package dev.sm.console;

import java.util.Map;
import java.util.function.Supplier;

import dev.sm.cache.PoolMigrations;
import dev.sm.manager.ShardManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an operator may do from the page, where that is allowed. Each is logged with who
 * asked for it. Thread-safe.
 */
public final class Operations {

	private static final Logger logger = LoggerFactory.getLogger(Operations.class);

	private static final String ACTIONS = "drain, resume, move, end, abort";

	private final Supplier<Map<String, ShardManager>> services;

	private final @Nullable PoolMigrations migrations;

	/**
	 * Creates the operations.
	 * @param services gives the managers of the services by name
	 * @param migrations the migrations of the pools, or {@code null} if there are none
	 */
	public Operations(Supplier<Map<String, ShardManager>> services, @Nullable PoolMigrations migrations) {
		this.services = services;
		this.migrations = migrations;
	}

	void run(Order order, String who) {
		String action = order.action();
		switch (required("action", action)) {
			case "drain" -> manager(order).drain(required("participant", order.participant()));
			case "resume" -> resume(order);
			case "move" ->
				manager(order).move(required("shard", order.shard()), required("participant", order.participant()));
			case "end" -> migrations().end(required("pool", order.pool()));
			case "abort" -> migrations().abort(required("pool", order.pool()));
			default ->
				throw new IllegalArgumentException("'action' must be one of " + ACTIONS + " (was '" + action + "')");
		}
		logger.info("Console: {} by {}", order, who);
	}

	private void resume(Order order) {
		if (order.shard() != null) {
			manager(order).resumeShard(order.shard());
		}
		else {
			manager(order).resume(required("participant", order.participant()));
		}
	}

	private ShardManager manager(Order order) {
		String service = required("service", order.service());
		ShardManager manager = this.services.get().get(service);
		if (manager == null) {
			throw new IllegalArgumentException("there is no service '" + service + "'");
		}
		return manager;
	}

	private PoolMigrations migrations() {
		if (this.migrations == null) {
			throw new IllegalArgumentException("there are no migrations here");
		}
		return this.migrations;
	}

	private static String required(String name, @Nullable String value) {
		if (value == null || value.isBlank()) {
			throw new IllegalArgumentException("'" + name + "' is required");
		}
		return value;
	}

	/**
	 * What is asked for.
	 *
	 * @param action what to do
	 * @param service in which service
	 * @param shard with which shard
	 * @param participant with which participant
	 * @param pool with which pool
	 */
	record Order(@Nullable String action, @Nullable String service, @Nullable String shard,
			@Nullable String participant, @Nullable String pool) {

		@Override
		public String toString() {
			String text = this.action + ((this.service != null) ? " in service '" + this.service + "'" : "")
					+ ((this.shard != null) ? " shard '" + this.shard + "'" : "")
					+ ((this.participant != null) ? " participant '" + this.participant + "'" : "")
					+ ((this.pool != null) ? " pool '" + this.pool + "'" : "");
			// it is logged, where a line break would begin what looks like another entry
			return text.replaceAll("\\p{Cntrl}", "?");
		}

	}

}
