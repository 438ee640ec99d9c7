package dev.sm.endpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sm.cache.MigrationMode;
import dev.sm.cache.MigrationPlan;
import dev.sm.cache.MigrationStatus;
import dev.sm.cache.PoolMigrations;
import dev.sm.event.OperatorLog;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * Shows and steers the migrations of the pools. Thread-safe.
 */
@Endpoint(id = "migration", defaultAccess = Access.READ_ONLY)
public class MigrationEndpoint {

	private static final String ACTIONS = "plan, begin, end, abort";

	private final Supplier<Set<String>> pools;

	private final PoolMigrations migrations;

	private final OperatorLog log;

	private final Operators operators;

	/**
	 * Creates the endpoint.
	 * @param pools gives the names of the pools
	 * @param migrations their migrations
	 */
	public MigrationEndpoint(Supplier<Set<String>> pools, PoolMigrations migrations) {
		this(pools, migrations, OperatorLog.NONE, Operators.ANYBODY);
	}

	/**
	 * Creates an endpoint that keeps what operators do.
	 * @param pools gives the names of the pools
	 * @param migrations their migrations
	 * @param log keeps it
	 * @param operators who may write to it
	 */
	public MigrationEndpoint(Supplier<Set<String>> pools, PoolMigrations migrations, OperatorLog log,
			Operators operators) {
		this.pools = pools;
		this.migrations = migrations;
		this.log = log;
		this.operators = operators;
	}

	/**
	 * Where the migrations of all pools stand.
	 * @return the state of each pool
	 */
	@ReadOperation
	public Migrations migrations() {
		Map<String, Status> all = new LinkedHashMap<>();
		for (String pool : new TreeSet<>(this.pools.get())) {
			all.put(pool, Status.of(this.migrations.status(pool)));
		}
		return new Migrations(all);
	}

	/**
	 * Plans, begins, ends or aborts a migration.
	 * @param security who asks
	 * @param pool the name of the pool
	 * @param action what to do
	 * @param nodes the weights afterwards, such as {@code n1=100,n2=150}
	 * @param mode how keys move: {@code active} or {@code passive}
	 * @return the plan, or where the migration stands
	 */
	@WriteOperation
	public WebEndpointResponse<OperationResponseBody> steer(SecurityContext security, @Selector String pool,
			@Nullable String action, @Nullable String nodes, @Nullable String mode) {
		Map<String, @Nullable String> details = new LinkedHashMap<>();
		details.put("pool", pool);
		details.put("nodes", nodes);
		details.put("mode", mode);
		return Kept.answer(this.log, security, "migration", action, details, () -> {
			this.operators.check(security);
			if (!this.pools.get().contains(pool)) {
				throw Answers.unknown("pool", pool, this.pools.get());
			}
			String asked = Fields.action(action, ACTIONS);
			return switch (asked) {
				case "plan" -> Plan.of(this.migrations.plan(pool, weights(nodes, asked)));
				case "begin" -> Status.of(this.migrations.begin(pool, weights(nodes, asked), mode(mode, asked)));
				case "end" -> Status.of(this.migrations.end(pool));
				case "abort" -> Status.of(this.migrations.abort(pool));
				default -> throw Fields.unknownAction(asked, ACTIONS);
			};
		});
	}

	private static Map<String, Integer> weights(@Nullable String nodes, String action) {
		return Fields.weights(Fields.required("nodes", nodes, action));
	}

	private static MigrationMode mode(@Nullable String mode, String action) {
		String asked = Fields.required("mode", mode, action);
		return switch (asked.toLowerCase(Locale.ROOT)) {
			case "active" -> MigrationMode.ACTIVE;
			case "passive" -> MigrationMode.PASSIVE;
			default -> throw new IllegalArgumentException("'mode' must be active or passive (was '" + asked + "')");
		};
	}

	/**
	 * The migrations of all pools.
	 *
	 * @param pools where each stands, by the name of the pool
	 */
	public record Migrations(Map<String, Status> pools) implements OperationResponseBody {

	}

	/**
	 * Where a pool's migration stands.
	 *
	 * @param phase {@code STABLE} if none runs
	 * @param mode {@code active}, {@code passive}, or {@code null} if none runs
	 * @param from the weights before
	 * @param to the weights afterwards
	 * @param moved how many keys have moved
	 * @param remaining how many are yet to move, or {@code null} while that is unknown
	 * @param share the share of the key space that moves: 0 to 1
	 * @param startedAt when it began, or {@code null} if none runs
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Status(String phase, @Nullable String mode, Map<String, Integer> from, Map<String, Integer> to,
			long moved, @Nullable Long remaining, double share,
			@Nullable String startedAt) implements OperationResponseBody {

		private static Status of(MigrationStatus status) {
			String mode = (status.mode() != null) ? status.mode().name().toLowerCase(Locale.ROOT) : null;
			String startedAt = (status.startedAt() != null) ? status.startedAt().toString() : null;
			return new Status(status.phase(), mode, status.from(), status.to(), status.moved(), status.remaining(),
					status.share(), startedAt);
		}

	}

	/**
	 * What a migration would move.
	 *
	 * @param share the share of the key space that moves: 0 to 1
	 * @param keys how many keys that is, estimated, or {@code null} if a node did not
	 * tell
	 * @param bytes how many bytes these take, estimated, or {@code null} likewise
	 * @param moves the same per pair of nodes
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Plan(double share, @Nullable Long keys, @Nullable Long bytes,
			List<MigrationPlan.Move> moves) implements OperationResponseBody {

		private static Plan of(MigrationPlan plan) {
			return new Plan(plan.share(), plan.keys(), plan.bytes(), plan.moves());
		}

	}

}
