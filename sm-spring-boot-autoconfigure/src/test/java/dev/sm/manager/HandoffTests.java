package dev.sm.manager;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.sm.manager.AssignmentDocument.Item;
import dev.sm.manager.AssignmentDocument.Mark;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a shard gets from its owner to the next one, and what goes with it.
 */
class HandoffTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	private final ScriptedCluster cluster = new ScriptedCluster(new ServiceSettings("orders", 2,
			OwnershipMode.EXCLUSIVE, TIMEOUT, HungDrop.FENCE, null, 0.1, Duration.ZERO, true));

	private final ScriptedCluster.Member p1 = this.cluster.start("p1");

	@Test
	void heirIsNamedWhenTheShardIsTaken() {
		List.of("0", "1").forEach((shard) -> this.p1.holdBack("DROP " + shard));
		ScriptedCluster.Member p2 = this.cluster.start("p2");
		Item order = AssignmentDocument.decode(this.cluster.read("assignments/p1"))
			.entries()
			.values()
			.stream()
			.filter((item) -> item.mark() == Mark.DROP)
			.findFirst()
			.orElseThrow();
		assertThat(order.heir()).isEqualTo(new Heir("p2", p2.incarnation().id(), (1000 << 10) + 3));
	}

	@Test
	void ownerPassesOnWithTheTransactionThatSaysItHasDropped() {
		List.of("0", "1").forEach((shard) -> this.p1.holdBack("DROP " + shard));
		ScriptedCluster.Member p2 = this.cluster.start("p2");
		String shard = dropping();
		this.p1.cutOff(true);
		this.p1.letReturn("DROP " + shard);
		this.cluster.pass(Duration.ofMillis(100));
		assertThat(p2.heldShards()).isEmpty();
		this.p1.cutOff(false);
		int before = p2.commits();
		this.cluster.pass(Duration.ofSeconds(1));
		assertThat(p2.heldShards()).containsExactly(shard);
		assertThat(p2.commits() - before).isLessThan(3);
	}

	@Test
	void heirThatDiedMeanwhileGetsNothing() {
		List.of("0", "1").forEach((shard) -> this.p1.holdBack("DROP " + shard));
		ScriptedCluster.Member p2 = this.cluster.start("p2");
		String shard = dropping();
		this.cluster.endSession(p2.crash());
		this.p1.letReturn("DROP " + shard);
		assertThat(this.p1.heldShards()).containsExactly("0", "1");
	}

	@Test
	void nextOwnerGetsWhatTheLastOneLeft() {
		this.p1.leaveStates();
		this.cluster.trace();
		ScriptedCluster.Member p2 = this.cluster.start("p2");
		String shard = p2.heldShards().get(0);
		assertThat(this.cluster.trace()).contains("p2 ADD " + shard + " held with state of p1");
		assertThat(this.cluster.read("states/" + shard)).isEmpty();
	}

	@Test
	void whatWasNotTakenOverGoesToTheNextButOne() {
		this.p1.leaveStates();
		List.of("0", "1").forEach((shard) -> this.p1.holdBack("DROP " + shard));
		ScriptedCluster.Member p2 = this.cluster.start("p2");
		String shard = dropping();
		p2.fail("ADD " + shard);
		this.p1.letReturn("DROP " + shard);
		this.cluster.pass(Duration.ofSeconds(8));
		assertThat(this.cluster.trace()).filteredOn((line) -> line.startsWith("p1 ADD " + shard + " held with"))
			.hasSize(1);
	}

	@Test
	void ownerThatDiesLeavesNothing() {
		this.p1.leaveStates();
		ScriptedCluster.Member p2 = this.cluster.start("p2");
		this.cluster.trace();
		this.cluster.endSession(this.p1.crash());
		assertThat(p2.heldShards()).containsExactly("0", "1");
		assertThat(this.cluster.trace()).noneMatch((line) -> line.contains(" with "));
	}

	@Test
	void lastInstanceSaysThatNobodyTakesWhatItLeaves() {
		this.p1.leaveStates();
		this.p1.stop(Duration.ofSeconds(5));
		assertThat(this.p1.said()).anyMatch((said) -> said instanceof ServiceAction.Notify notify && notify.warning()
				&& notify.message().contains("is lost: nobody is there to take it"));
	}

	@Test
	void earlierVersionsReadTheDocumentsWithoutWhatTheyDoNotKnow() {
		AssignmentDocument document = new AssignmentDocument("s1", new TreeMap<>(
				Map.of("a", new Item(Mark.DROP, 7, new Heir("p2", "s2", 9), 0), "b", new Item(Mark.OWN, 8, null, 6))));
		assertThat(document.encode()).isEqualTo("v1\ts1\nD\ta\t7\tp2\ts2\t9\nO\tb\t8\t6");
		assertThat(AssignmentDocument.decode(document.encode())).isEqualTo(document);
		byte[] state = "left".getBytes(StandardCharsets.UTF_8);
		assertThat(StateDocument.decode(new StateDocument(7, state).encode()).state()).isEqualTo(state);
	}

	private String dropping() {
		return this.cluster.trace()
			.stream()
			.filter((line) -> line.contains("DROP"))
			.map((line) -> line.substring(8, 9))
			.findFirst()
			.orElseThrow();
	}

}
