package dev.sm.manager;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;

import dev.sm.shard.ShardSpec;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Faults of the protocol that seeds seldom meet, because the machines compare more than
 * it demands, each in its shortest history and with nothing else missing: what catches
 * them, or what covers for them.
 * <ul>
 * <li><em>Term not compared</em>: the protocol compares the term alone. Every give here
 * also compares the counter of epochs, which every give changes, so a deposed
 * controller's give is refused once its successor has given anything.
 * <li><em>Counter from memory</em>: the protocol has this together with the term not
 * compared, for with the term compared nobody else can have counted. Without both, the
 * compares of documents do not help if the late give touches none that has changed.
 * <li><em>Empty or early-read map</em>: does no harm alone. An instance that nobody has
 * asked for the whole service knows nothing but itself; once elected it needs all, and
 * does nothing before it has a list, even if it does not ask for one because of the
 * election. One that knows all before has it from one watch, which is in order: it sees
 * the end of the earlier term after all that was written in it. And a give compares the
 * counter as it was known, which any give that was missed has changed. With seeds the
 * fault is planted without these compares ({@link PlantedFaultTests}).
 * <li><em>Stale read of participants</em> and a <em>registration later than what was
 * read</em> are one fault: somebody who has registered, and was given shards, is taken
 * for gone. It is planted with seeds, over lists that lag behind
 * ({@link PlantedFaultTests}).
 * </ul>
 */
class PlantedScenarioTests {

	@Test
	void counterFromMemory() {
		assertThat(lateGive(PlantedRules::counterFromMemory)).containsExactly("p2", "p3");
	}

	@Test
	void counterCoversForTheTerm() {
		assertThat(lateGive(PlantedRules::termNotCompared)).containsExactly("p3");
	}

	@Test
	void termCoversForTheCounter() {
		assertThat(lateGive(PlantedRules::epochNotCompared)).containsExactly("p3");
	}

	@Test
	void newControllerReadsAllBecauseItKnewNothing() {
		assertThat(heldTwice(PlantedRules::earlyReadWithoutEpoch)).isEmpty();
	}

	/** A give of a deposed controller arrives when the shard was given to another. */
	private static List<String> lateGive(Supplier<Rules> rules) {
		ScriptedCluster cluster = new ScriptedCluster(ServiceSettings.of("orders", 3), rules);
		ScriptedCluster.Member p1 = cluster.start("p1");
		ScriptedCluster.Member p2 = cluster.start("p2");
		ScriptedCluster.Member p3 = cluster.start("p3");
		cluster.write("moves/s9", Wishes.move("p2"));
		p1.writeLate();
		cluster.write("specs/s9", Wishes.spec(ShardSpec.of("s9")));
		cluster.write("moves/s9", Wishes.move("p3"));
		cluster.delete("controller");
		assertThat(p3.heldShards()).contains("s9");
		p1.arrive();
		List<String> holders = new ArrayList<>();
		for (ScriptedCluster.Member member : List.of(p1, p2, p3)) {
			if (member.heldShards().contains("s9")) {
				holders.add(member.id());
			}
		}
		return holders;
	}

	/** A new controller gives at once. */
	private static TreeSet<String> heldTwice(Supplier<Rules> rules) {
		ScriptedCluster cluster = new ScriptedCluster(ServiceSettings.of("orders", 6), rules);
		ScriptedCluster.Member p1 = cluster.start("p1");
		ScriptedCluster.Member p2 = cluster.start("p2");
		ScriptedCluster.Member p3 = cluster.start("p3");
		cluster.endSession(p1.crash());
		TreeSet<String> twice = new TreeSet<>(p2.heldShards());
		twice.retainAll(p3.heldShards());
		return twice;
	}

}
