package dev.sm.endpoint;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.sm.cache.MigrationMode;
import dev.sm.cache.MigrationPlan;
import dev.sm.cache.MigrationRefusedException;
import dev.sm.cache.MigrationStatus;
import dev.sm.cache.PoolMigrations;
import dev.sm.fuzz.FuzzTarget;
import dev.sm.fuzz.Fuzzing;
import dev.sm.manager.RecordingShardManager;
import dev.sm.shard.ShardSpec;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Garbage in the bodies and parameters of the endpoints: always an answer, and no wish
 * that is not well-formed.
 */
public class EndpointFuzzTests {

	@TestFactory
	Stream<DynamicTest> bodies() {
		return Fuzzing.tests(targets(), 4);
	}

	/**
	 * What is fuzzed. The fields of a body are separated by bars.
	 * @return the targets
	 */
	public static List<FuzzTarget> targets() {
		MigrationEndpoint migration = new MigrationEndpoint(() -> Set.of("p"), new Refusing());
		return List.of(FuzzTarget.text("wish of shards", Set.of(), (text) -> {
			RecordingShardManager manager = new RecordingShardManager("orders");
			ShardsEndpoint shards = new ShardsEndpoint(() -> Map.of("orders", manager));
			String[] fields = fields(text, 9);
			answered(shards.wish(SecurityContext.NONE, (fields[0] != null) ? fields[0] : "", fields[1], fields[2],
					fields[3], fields[4], fields[5], fields[6], fields[7], fields[8]));
			manager.wishes.stream().filter(ShardSpec.class::isInstance).forEach((wish) -> {
				ShardSpec spec = (ShardSpec) wish;
				assertThat(spec.toBuilder().build()).isEqualTo(spec);
			});
			answered(shards.service("orders", fields[1], fields[2]));
		}, "orders|add|s9||task|2|a,b|p1|g", "orders|move|s9|p2|||||", "orders|drain||p1|||||",
				"orders|resume|s9||||||", "orders|update|s9|||-1|||"),
				FuzzTarget.text("migration", Set.of(), (text) -> {
					String[] fields = fields(text, 4);
					answered(migration.steer(SecurityContext.NONE, (fields[0] != null) ? fields[0] : "", fields[1],
							fields[2], fields[3]));
				}, "p|plan|n1=100,n2=150|", "p|begin|n1=1|passive", "p|end||", "x|abort||"));
	}

	private static String[] fields(String text, int count) {
		String[] given = text.split("\\|", count);
		String[] fields = new String[count];
		for (int i = 0; i < given.length; i++) {
			fields[i] = given[i].isEmpty() ? null : given[i];
		}
		return fields;
	}

	private static void answered(WebEndpointResponse<?> response) {
		assertThat(response.getStatus()).isIn(200, 400, 404, 409);
		assertThat(response.getBody().toString().length()).isLessThan(1 << 18);
	}

	/** Refuses whatever is well-formed. */
	private static final class Refusing implements PoolMigrations {

		@Override
		public MigrationPlan plan(String pool, Map<String, Integer> weights) {
			weights.values().forEach((weight) -> assertThat(weight).isBetween(0, 1_000_000));
			throw new MigrationRefusedException("refused", false);
		}

		@Override
		public MigrationStatus begin(String pool, Map<String, Integer> weights, MigrationMode mode) {
			throw new MigrationRefusedException("refused", false);
		}

		@Override
		public MigrationStatus end(String pool) {
			throw new MigrationRefusedException("refused", false);
		}

		@Override
		public MigrationStatus abort(String pool) {
			throw new MigrationRefusedException("refused", false);
		}

		@Override
		public MigrationStatus status(String pool) {
			throw new MigrationRefusedException("refused", false);
		}

	}

}
