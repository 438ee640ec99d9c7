package dev.sm.console;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import dev.sm.cache.MigrationRefusedException;
import dev.sm.cache.PoolMigrations;
import dev.sm.event.OperatorAction;
import dev.sm.event.OperatorLog;
import dev.sm.manager.ShardManager;
import dev.sm.manager.ShardManagerException;
import org.jspecify.annotations.Nullable;

/**
 * What an operator may do from the page, where that is allowed. Each is kept with who
 * asked for it. Thread-safe.
 */
public final class Operations {

	private static final String ACTIONS = "drain, resume, move, end, abort";

	private final Supplier<Map<String, ShardManager>> services;

	private final @Nullable PoolMigrations migrations;

	private final OperatorLog log;

	/**
	 * Creates the operations.
	 * @param services gives the managers of the services by name
	 * @param migrations the migrations of the pools, or {@code null} if there are none
	 * @param log keeps what was asked for
	 */
	public Operations(Supplier<Map<String, ShardManager>> services, @Nullable PoolMigrations migrations,
			OperatorLog log) {
		this.log = log;
		this.services = services;
		this.migrations = migrations;
	}

	void run(Order order, String who) {
		try {
			run(order);
			keep(order, who, OperatorAction.Outcome.DONE, "");
		}
		catch (IllegalArgumentException | MigrationRefusedException ex) {
			keep(order, who, OperatorAction.Outcome.REFUSED, String.valueOf(ex.getMessage()));
			throw ex;
		}
		catch (ShardManagerException ex) {
			keep(order, who, (ex.getKind() == ShardManagerException.Kind.UNAVAILABLE) ? OperatorAction.Outcome.FAILED
					: OperatorAction.Outcome.REFUSED, String.valueOf(ex.getMessage()));
			throw ex;
		}
	}

	/** Keeps that somebody was refused who may not ask. */
	void refused(Order order, String who) {
		keep(order, who, OperatorAction.Outcome.REFUSED, "not allowed");
	}

	private void keep(Order order, String who, OperatorAction.Outcome outcome, String reason) {
		this.log.record(
				new OperatorAction(who, "console", String.valueOf(order.action()), order.details(), outcome, reason));
	}

	private void run(Order order) {
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

		private Map<String, String> details() {
			Map<String, String> details = new TreeMap<>();
			put(details, "service", this.service);
			put(details, "shard", this.shard);
			put(details, "participant", this.participant);
			put(details, "pool", this.pool);
			return details;
		}

		private static void put(Map<String, String> details, String name, @Nullable String value) {
			if (value != null) {
				details.put(name, value);
			}
		}

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
