package dev.sm.event;

import java.util.ArrayList;
import java.util.List;

import dev.sm.manager.ServiceDescription;
import dev.sm.manager.ServiceDescription.ParticipantInfo;
import dev.sm.manager.ServiceDescription.ShardInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ServiceChangesTests {

	private final ServiceChanges changes = new ServiceChanges("p1");

	private List<ParticipantInfo> participants = List.of(participant("p1", "ACTIVE"), participant("p2", "ACTIVE"));

	@Test
	void whatWasThereIsNoNews() {
		assertThat(next("p2", shard("a", "p1", 1, "HELD"), shard("b", null, 0, "UNPLACED")))
			.containsExactly(new ElectionEvent("s", "p2", false));
	}

	@Test
	void participantsJoinDrainResumeAndLeave() {
		next("p1");
		this.participants = List.of(participant("p2", "DRAINING"), participant("p3", "ACTIVE"));
		assertThat(next("p1")).containsExactly(event("p2", ParticipantEvent.Kind.DRAINING),
				event("p3", ParticipantEvent.Kind.JOINED), event("p1", ParticipantEvent.Kind.LEFT));
		this.participants = List.of(participant("p2", "ACTIVE"), participant("p3", "ACTIVE"));
		assertThat(next("p1")).containsExactly(event("p2", ParticipantEvent.Kind.RESUMED));
	}

	@Test
	void aHandoffIsToldFromItsDropToItsAdd() {
		next("p1", shard("a", "p1", 1, "HELD"));
		assertThat(next("p1", shard("a", "p1", 1, "DROPPING")))
			.containsExactly(new HandoffEvent("s", "a", "p1", null, HandoffEvent.Kind.STARTED));
		assertThat(next("p1", shard("a", "p2", 2, "ADDING"))).isEmpty();
		assertThat(next("p1", shard("a", "p2", 2, "HELD")))
			.containsExactly(new HandoffEvent("s", "a", "p1", "p2", HandoffEvent.Kind.ENDED));
	}

	@Test
	void aHandoffThatComesToNothingIsToldToo() {
		next("p1", shard("a", "p1", 1, "DROPPING"), shard("b", "p1", 2, "DROPPING"), shard("c", "p1", 3, "DROPPING"));
		assertThat(next("p1", shard("a", "p1", 1, "HELD"), shard("c", "p1", 3, "DROPPING"))).containsExactly(
				new HandoffEvent("s", "a", "p1", "p1", HandoffEvent.Kind.CANCELLED),
				new HandoffEvent("s", "b", "p1", null, HandoffEvent.Kind.CANCELLED));
		assertThat(next("p2", shard("a", "p1", 1, "HELD"), shard("c", "p1", 3, "DROPPING"))).containsExactly(
				new ElectionEvent("s", "p2", false),
				new HandoffEvent("s", "c", "p1", null, HandoffEvent.Kind.CANCELLED));
	}

	@Test
	void onlyTheControllerTellsOfHandoffs() {
		next("p2", shard("a", "p1", 1, "HELD"));
		assertThat(next("p2", shard("a", "p1", 1, "DROPPING"))).isEmpty();
	}

	@Test
	void quarantinedShardsAndTheirReturnAreTold() {
		next("p1", shard("a", "p1", 1, "HELD"));
		assertThat(next("p1", shard("a", null, 0, "QUARANTINED")))
			.containsExactly(new ShardEvent("s", "a", 0, ShardEvent.Kind.QUARANTINED, "because"));
		assertThat(next("p1", shard("a", "p2", 4, "ADDING")))
			.containsExactly(new ShardEvent("s", "a", 4, ShardEvent.Kind.PLACED, "because"));
	}

	private List<SmEvent> next(String controller, ShardInfo... shards) {
		return new ArrayList<>(
				this.changes.next(new ServiceDescription("s", 1, controller, this.participants, List.of(shards))));
	}

	private static ParticipantEvent event(String id, ParticipantEvent.Kind kind) {
		return new ParticipantEvent("s", id, kind);
	}

	private static ParticipantInfo participant(String id, String state) {
		return new ParticipantInfo(id, null, "", 1, state, 0, 0);
	}

	private static ShardInfo shard(String id, @Nullable String owner, long epoch, String state) {
		return new ShardInfo(id, owner, epoch, state, 0, List.of(), "because");
	}

}
