package dev.sm.cache;

import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.offset;

/**
 * What a pool tells of migrations.
 */
class PoolMigrationsTests {

	private final Pools pools = TestPools
		.open(TestPools.memory(3, (pool) -> pool.node(NodeSettings.of("n4", "memory:", 0))));

	private final PoolMigrations migrations = this.pools.migrations();

	@AfterEach
	void close() {
		this.pools.close();
	}

	@Test
	void poolIsStable() {
		Map<String, Integer> weights = Map.of("n1", 100, "n2", 100, "n3", 100, "n4", 0);
		assertThat(this.migrations.status("p"))
			.isEqualTo(new MigrationStatus("STABLE", null, weights, weights, 0, 0L, 0, null));
	}

	@Test
	void planTellsWhatWouldMove() {
		MigrationPlan plan = this.migrations.plan("p", Map.of("n1", 100, "n2", 100, "n3", 100, "n4", 100));
		assertThat(plan.share()).isCloseTo(0.25, offset(0.01));
		assertThat(plan.moves()).hasSize(3).allMatch((move) -> move.to().equals("n4"));
	}

	@Test
	void planEstimatesKeysAndBytes() {
		for (int i = 0; i < 4000; i++) {
			this.pools.get("p").set("key" + i, "0123456789");
		}
		MigrationPlan plan = this.migrations.plan("p", Map.of("n1", 100, "n2", 100, "n3", 100, "n4", 100));
		assertThat(plan.keys()).isBetween(900L, 1100L);
		assertThat(plan.bytes()).isBetween(15_000L, 20_000L);
		assertThat(plan.moves()).allMatch((move) -> move.keys() > 250 && move.bytes() > 4000);
	}

	@Test
	void nodeThatIsLeftOutHoldsNothingAfterwards() {
		MigrationPlan plan = this.migrations.plan("p", Map.of("n1", 100, "n2", 100));
		assertThat(plan.share()).isCloseTo(1 / 3.0, offset(0.01));
		assertThat(plan.moves()).allMatch((move) -> move.from().equals("n3"));
	}

	@Test
	void planOfNothingNewMovesNothing() {
		assertThat(this.migrations.plan("p", Map.of("n1", 100, "n2", 100, "n3", 100)).moves()).isEmpty();
	}

	@Test
	void planOfANodeThatIsNotConfiguredIsRefused() {
		assertThatExceptionOfType(MigrationRefusedException.class)
			.isThrownBy(() -> this.migrations.plan("p", Map.of("n9", 1)))
			.withMessageContainingAll("'n9'", "n1, n2, n3, n4")
			.satisfies((ex) -> assertThat(ex.isUnknownPool()).isFalse());
	}

	@Test
	void planOfABadWeightIsRefused() {
		assertThatExceptionOfType(MigrationRefusedException.class)
			.isThrownBy(() -> this.migrations.plan("p", Map.of("n1", -1)))
			.withMessageContainingAll("'n1'", "-1");
		assertThatExceptionOfType(MigrationRefusedException.class)
			.isThrownBy(() -> this.migrations.plan("p", Map.of("n1", 0)))
			.withMessageContaining("above 0");
	}

	@Test
	void unknownPoolIsFlagged() {
		assertThatExceptionOfType(MigrationRefusedException.class).isThrownBy(() -> this.migrations.status("nobody"))
			.withMessageContaining("'nobody'")
			.satisfies((ex) -> assertThat(ex.isUnknownPool()).isTrue());
	}

	@Test
	void nothingBeginsEndsOrIsAborted() {
		assertThatExceptionOfType(MigrationRefusedException.class)
			.isThrownBy(() -> this.migrations.begin("p", Map.of("n1", 1), MigrationMode.ACTIVE))
			.withMessageContaining("no coordination store");
		assertThatExceptionOfType(MigrationRefusedException.class).isThrownBy(() -> this.migrations.end("p"));
		assertThatExceptionOfType(MigrationRefusedException.class).isThrownBy(() -> this.migrations.abort("p"));
		assertThat(this.migrations.status("p").phase()).isEqualTo("STABLE");
	}

}
