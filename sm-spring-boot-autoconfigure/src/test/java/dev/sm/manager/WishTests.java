package dev.sm.manager;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

import dev.sm.manager.Instances.Instance;
import dev.sm.manager.ShardManagerException.Kind;
import dev.sm.shard.Shard;
import dev.sm.shard.ShardSpec;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Wishes about shards, with two participants of which one has the tag {@code ssd}.
 */
@Timeout(60)
class WishTests {

	private final Instances instances = new Instances().with(ServiceSettings.of(Instances.SERVICE, 4));

	private Instance one;

	private Instance two;

	@BeforeEach
	void start() {
		this.one = this.instances.start("p1");
		this.two = this.instances.create(this.instances.settings("p2", Set.of("ssd")), new ShardCallback() {

			@Override
			public void add(Shard shard) {
			}

			@Override
			public void drop(Shard shard) {
			}

		});
		this.two.driver.start();
		this.two.driver.awaitReady(Duration.ofSeconds(20));
		eventually(() -> this.instances.settled(4) && this.instances.counts().equals(List.of(2, 2)));
	}

	@AfterEach
	void close() {
		assertThat(this.instances.journal.violations()).isEmpty();
		this.instances.close();
	}

	@Test
	void addedShardIsHeldWithItsTask() {
		this.one.manager().add(ShardSpec.builder("s9").task("copy").tags("ssd").build());
		eventually(() -> this.two.heldIds().contains("s9"));
		assertThat(this.two.shard("s9").task()).isEqualTo("copy");
	}

	@Test
	void removedShardIsDropped() {
		this.one.manager().add(ShardSpec.builder("s9").pin("p2").build());
		eventually(() -> this.two.heldIds().contains("s9"));
		this.one.manager().remove("s9");
		eventually(() -> this.instances.journal.of("s9").stream().anyMatch((line) -> line.call().equals("drop")));
		eventually(() -> !this.one.manager().assignment().owners().containsKey("s9"));
	}

	@Test
	void shardThatIsAddedAgainHasANewEpoch() {
		this.one.manager().add(ShardSpec.of("s9"));
		eventually(() -> this.instances.settled(5));
		long epoch = this.one.manager().assignment().ownerOf("s9").orElseThrow().epoch();
		this.one.manager().remove("s9");
		eventually(() -> this.instances.settled(4));
		this.one.manager().add(ShardSpec.of("s9"));
		eventually(() -> this.instances.settled(5));
		assertThat(this.one.manager().assignment().ownerOf("s9").orElseThrow().epoch()).isGreaterThan(epoch);
	}

	@Test
	void updatedShardFollowsItsSpec() {
		this.one.manager().add(ShardSpec.builder("s9").pin("p1").build());
		eventually(() -> this.one.heldIds().contains("s9"));
		this.one.manager().update(ShardSpec.builder("s9").pin("p2").build());
		eventually(() -> this.two.heldIds().contains("s9"));
	}

	@Test
	void fixedShardCanBeUpdated() {
		String shard = this.one.heldIds().iterator().next();
		this.one.manager().update(ShardSpec.builder(shard).tags("ssd").build());
		eventually(() -> this.two.heldIds().contains(shard));
	}

	@Test
	void movedShardGoesWhereItShouldAndStays() {
		String shard = this.one.heldIds().iterator().next();
		this.one.manager().move(shard, "p2");
		eventually(() -> this.two.heldIds().contains(shard) && this.instances.settled(4));
		assertThat(this.two.heldIds()).contains(shard);
	}

	@Test
	void drainedParticipantHoldsNothingUntilItIsResumed() {
		this.one.manager().drain("p2");
		eventually(() -> this.one.heldIds().size() == 4 && this.two.heldIds().isEmpty());
		this.one.manager().resume("p2");
		eventually(() -> this.instances.counts().equals(List.of(2, 2)));
	}

	@Test
	void drainAndResumeMayBeRepeated() {
		this.one.manager().drain("p2");
		this.one.manager().drain("p2");
		this.one.manager().resume("p2");
		this.one.manager().resume("p2");
		eventually(() -> this.instances.settled(4) && this.instances.counts().equals(List.of(2, 2)));
	}

	@Test
	void addOfAnExistingShardIsRefused() {
		this.one.manager().add(ShardSpec.of("s9"));
		assertRefused(Kind.CONFLICT, () -> this.two.manager().add(ShardSpec.of("s9")),
				"shard 's9' of service 'orders' exists already");
		assertRefused(Kind.CONFLICT, () -> this.one.manager().add(ShardSpec.of("3")), "shard '3'");
	}

	@Test
	void updateOfAnUnknownShardIsRefused() {
		assertRefused(Kind.NOT_FOUND, () -> this.one.manager().update(ShardSpec.of("s9")),
				"shard 's9' of service 'orders' does not exist");
	}

	@Test
	void removeOfAnUnknownShardIsRefused() {
		assertRefused(Kind.NOT_FOUND, () -> this.one.manager().remove("s9"), "'s9'");
		assertRefused(Kind.NOT_FOUND, () -> this.one.manager().remove("a/b"), "'a/b'");
		assertRefused(Kind.NOT_FOUND, () -> this.one.manager().remove("4"), "'4'");
	}

	@Test
	void removeOfAFixedShardIsRefused() {
		assertRefused(Kind.CONFLICT, () -> this.one.manager().remove("3"), "one of 4 fixed shards");
	}

	@Test
	void moveOfAnUnknownShardIsRefused() {
		assertRefused(Kind.NOT_FOUND, () -> this.one.manager().move("s9", "p2"), "shard 's9'");
	}

	@Test
	void moveToAnUnknownParticipantIsRefused() {
		assertRefused(Kind.NOT_FOUND, () -> this.one.manager().move("3", "p9"), "participant 'p9'");
		assertRefused(Kind.NOT_FOUND, () -> this.one.manager().move("3", "p/9"), "participant 'p/9'");
	}

	@Test
	void moveAgainstAPinIsRefused() {
		this.one.manager().add(ShardSpec.builder("s9").pin("p1").build());
		assertRefused(Kind.CONFLICT, () -> this.one.manager().move("s9", "p2"), "pinned to participant 'p1'");
	}

	@Test
	void moveToAParticipantWithoutTheTagsIsRefused() {
		this.one.manager().add(ShardSpec.builder("s9").tags("ssd", "gpu").build());
		assertRefused(Kind.CONFLICT, () -> this.one.manager().move("s9", "p2"), "[gpu]");
	}

	@Test
	void moveToADrainingParticipantIsRefused() {
		this.one.manager().drain("p2");
		assertRefused(Kind.CONFLICT, () -> this.one.manager().move("3", "p2"), "draining");
	}

	@Test
	void drainOfAnUnknownParticipantIsRefused() {
		assertRefused(Kind.NOT_FOUND, () -> this.one.manager().drain("p9"), "participant 'p9'");
		assertRefused(Kind.NOT_FOUND, () -> this.one.manager().resume("p9"), "participant 'p9'");
	}

	@Test
	void wishWithoutStoreSaysSo() {
		this.one.store.cut();
		assertRefused(Kind.UNAVAILABLE, () -> this.one.manager().add(ShardSpec.of("s9")), "the store is away");
	}

	private static void assertRefused(Kind kind, ThrowingCallable call, String message) {
		assertThatExceptionOfType(ShardManagerException.class).isThrownBy(call)
			.withMessageContaining(message)
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(kind));
	}

	private static void eventually(Callable<Boolean> condition) {
		Instances.eventually().until(condition);
	}

}
