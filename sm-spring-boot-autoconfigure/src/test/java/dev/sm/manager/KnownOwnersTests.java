package dev.sm.manager;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.sm.coordination.Entry;
import dev.sm.coordination.Keys;
import dev.sm.manager.AssignmentDocument.Item;
import dev.sm.manager.AssignmentDocument.Mark;
import dev.sm.shard.Participant;
import dev.sm.shard.Plan;
import dev.sm.shard.PlanRequest;
import dev.sm.shard.Planner;
import dev.sm.shard.ShardSpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KnownOwnersTests {

	private static final Item OWN = new Item(Mark.OWN, 5, null, 0);

	private static final Item PREPARE = new Item(Mark.PREPARE, 0, null, 0);

	private final ServiceState state = new ServiceState(new ServiceKeys("/sm/orders"), new Rules(),
			Keys.MAX_VALUE_BYTES);

	private final KnownOwners owners = new KnownOwners(this.state);

	private final Map<String, Participant> participants = new TreeMap<>();

	private long revision;

	@BeforeEach
	void register() {
		List.of("p1", "p2").forEach((id) -> {
			this.participants.put(id, new Participant(id, "", 1, null, Set.of(), false));
			Registration registration = new Registration("session-" + id, null, "", 1, null, Set.of(), false, 0, false);
			put(this.state.keys().participant(id), registration.encode());
		});
	}

	@Test
	void whoHasAnEntryToOwnIsTheOwner() {
		assign("p1", Map.of("a", OWN, "b", new Item(Mark.DROP, 6, null, 0)));
		assertThat(look(0)).containsExactlyInAnyOrderEntriesOf(Map.of("a", "p1", "b", "p1"));
	}

	@Test
	void whoPreparesIsAboutToBe() {
		assign("p1", Map.of("a", OWN));
		assign("p2", Map.of("a", PREPARE));
		assertThat(look(0)).isEqualTo(Map.of("a", "p2"));
	}

	@Test
	void whoPreparesCountsOnlyWhileItIsThere() {
		assign("p1", Map.of("a", OWN));
		assign("p2", Map.of("a", PREPARE));
		look(0);
		this.state.apply(this.state.keys().participant("p2"), null);
		this.participants.remove("p2");
		assertThat(look(0)).isEqualTo(Map.of("a", "p1"));
	}

	@Test
	void documentThatIsGoneOwnsNothing() {
		assign("p1", Map.of("a", OWN));
		look(0);
		this.state.apply(this.state.keys().assignment("p1"), null);
		assertThat(look(0)).isEmpty();
	}

	@Test
	void shardThatMovedRestsForAWhile() {
		assign("p1", Map.of("a", OWN));
		look(0);
		assertThat(this.owners.resting(minutes(5), 0)).isEmpty();
		assign("p1", Map.of());
		assign("p2", Map.of("a", OWN));
		look(minutes(1));
		assertThat(this.owners.resting(minutes(5), minutes(5))).containsExactly("a");
		assertThat(this.owners.resting(minutes(5), minutes(6))).isEmpty();
	}

	@Test
	void shardOfOneThatDiedDoesNotRest() {
		assign("p1", Map.of("a", OWN));
		look(0);
		this.participants.remove("p1");
		assign("p1", Map.of());
		assign("p2", Map.of("a", OWN));
		look(0);
		assertThat(this.owners.resting(minutes(5), 0)).isEmpty();
	}

	@Test
	void afterAPlanOnlyWhatDiffersFromItIsNew() {
		assign("p1", Map.of("a", OWN, "b", OWN));
		Map<String, String> before = look(0);
		Plan plan = new Planner()
			.plan(PlanRequest.of(List.of(ShardSpec.of("a"), ShardSpec.of("b")), this.participants.values(), before));
		this.owners.planned(plan);
		assertThat(plan.moves()).hasSize(1);
		assertThat(look(0)).isEqualTo(before);
		String moving = plan.moves().get(0).shardId();
		assign("p2", Map.of(moving, PREPARE));
		assertThat(look(0)).isEqualTo(plan.targets());
	}

	private Map<String, String> look(long now) {
		this.owners.look(this.participants, now);
		return new TreeMap<>(this.owners.owners());
	}

	private void assign(String participant, Map<String, Item> items) {
		put(this.state.keys().assignment(participant),
				new AssignmentDocument("session-" + participant, new TreeMap<>(items)).encode());
	}

	private void put(String key, String value) {
		this.state.apply(key, new Entry(key, value, ++this.revision, null));
	}

	private static long minutes(int minutes) {
		return Duration.ofMinutes(minutes).toNanos();
	}

}
