package dev.sm.manager;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.sm.coordination.Entry;
import dev.sm.coordination.Keys;
import dev.sm.shard.ShardLoad;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KnownLoadsTests {

	private final ServiceState state = new ServiceState(new ServiceKeys("/sm/orders"), new Rules(),
			Keys.MAX_VALUE_BYTES);

	private final KnownLoads loads = new KnownLoads(this.state, LoadSettings.defaults());

	private long revision;

	@Test
	void loadsThatOwnersTellAreKnown() {
		tell("p1", 5, ShardLoad.of("cpu", 3));
		assertThat(this.loads.at(0)).isEqualTo(Map.of("7", ShardLoad.of("cpu", 3)));
		assertThat(this.loads.at(1)).isSameAs(this.loads.at(2));
	}

	@Test
	void loadOutlivesTheMoveOfItsShardAndFades() {
		tell("p1", 5, ShardLoad.of(100));
		this.loads.at(0);
		this.state.apply(this.state.keys().status("p1"), null);
		assertThat(this.loads.at(minutes(1))).isEqualTo(Map.of("7", ShardLoad.of(100)));
		tell("p2", 6, ShardLoad.of(200));
		assertThat(this.loads.at(minutes(1))).isEqualTo(Map.of("7", ShardLoad.of(100)));
		assertThat(this.loads.at(minutes(3))).isEqualTo(Map.of("7", ShardLoad.of(150)));
	}

	@Test
	void loadThatIsNotToldAnyMoreIsForgotten() {
		tell("p1", 5, ShardLoad.of(100));
		this.loads.at(0);
		tell("p1", 5, ShardLoad.none());
		this.loads.at(0);
		assertThat(this.loads.at(minutes(5) - 1)).hasSize(1);
		assertThat(this.loads.at(minutes(5))).isEmpty();
	}

	@Test
	void loadThatStaysTheSameIsNotForgotten() {
		tell("p1", 5, ShardLoad.of(100));
		this.loads.at(0);
		assertThat(this.loads.at(minutes(50))).isEqualTo(Map.of("7", ShardLoad.of(100)));
		this.state.apply(this.state.keys().status("p1"), null);
		assertThat(this.loads.at(minutes(51))).hasSize(1);
		assertThat(this.loads.at(minutes(56) - 1)).hasSize(1);
		assertThat(this.loads.at(minutes(56))).isEmpty();
	}

	@Test
	void loadsArePartialWhereSomeAreNotTold() {
		assertThat(this.loads.arePartial()).isFalse();
		tell("p1", 5, ShardLoad.none());
		this.loads.at(0);
		assertThat(this.loads.arePartial()).as("nobody tells any").isFalse();
		tell("p2", "8", 6, ShardLoad.of(1));
		this.loads.at(0);
		assertThat(this.loads.arePartial()).isTrue();
		tell("p1", 5, ShardLoad.of(1));
		this.loads.at(0);
		assertThat(this.loads.arePartial()).isFalse();
	}

	private void tell(String participant, long epoch, ShardLoad load) {
		tell(participant, "7", epoch, load);
	}

	private void tell(String participant, String shard, long epoch, ShardLoad load) {
		StatusDocument status = new StatusDocument("session", 1,
				new TreeMap<>(Map.of(shard, new StatusDocument.Held(StatusDocument.Stage.HELD, epoch, load))), Set.of(),
				Map.of());
		String key = this.state.keys().status(participant);
		this.state.apply(key, new Entry(key, status.encode(), ++this.revision, null));
	}

	private static long minutes(int minutes) {
		return Duration.ofMinutes(minutes).toNanos();
	}

}
