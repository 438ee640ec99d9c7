package dev.sm.cache;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import dev.sm.cache.ReplicaSettings.Write;
import dev.sm.storage.Looked;
import dev.sm.storage.NodeCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How many commands reads of a replicated pool of three send, with and without repair.
 * These nodes answer at once, so that a node which has the value keeps the next one from
 * being asked.
 */
class ReplicaRepairCostTests {

	private final ScriptedNodes nodes = new ScriptedNodes();

	private Pools pools;

	private ShardedTemplate template;

	private int before;

	private void open(Write write) {
		this.pools = TestPools.open(
				TestPools.settings(List.of("scripted:", "scripted:", "scripted:"),
						(pool) -> pool.type(PoolSettings.Type.REPLICATED)
							.timeout(Duration.ofSeconds(20))
							.replicas(new ReplicaSettings(write, 0, true, Duration.ofMinutes(1), Duration.ZERO, 100,
									null))
							.health(new HealthSettings(1, Duration.ofDays(1), Duration.ofDays(1), 10_000))),
				this.nodes);
		this.template = this.pools.get("p");
	}

	@AfterEach
	void close() {
		this.pools.close();
	}

	@Test
	void whatIsThereCostsOneCommand() {
		open(Write.MAJORITY);
		this.template.set("k", "v");
		mark();
		assertThat(this.template.get("k", String.class)).isEqualTo("v");
		assertThat(cost()).isEqualTo(Map.of("Get", 1));
	}

	@Test
	void whatIsNowhereCostsOneCommandForEachNode() {
		open(Write.MAJORITY);
		mark();
		assertThat(this.template.get("k", String.class)).isNull();
		assertThat(cost()).isEqualTo(Map.of("Get", 3));
	}

	/** Two looks and a copy, once; then it is there. */
	@Test
	void repairCostsOneCommandForEachNodeOnce() {
		open(Write.MAJORITY);
		lose(this.template.nodeFor("k"));
		mark();
		assertThat(this.template.get("k", String.class)).isEqualTo("v");
		await().until(() -> cost().containsKey("PutIfAbsent"));
		assertThat(cost()).isEqualTo(Map.of("Get", 2, "Look", 2, "PutIfAbsent", 1));
		mark();
		assertThat(this.template.get("k", String.class)).isEqualTo("v");
		assertThat(cost()).isEqualTo(Map.of("Get", 1));
	}

	@Test
	void whatManyReadAtOnceIsRepairedOnce() {
		open(Write.ALL);
		String first = this.template.nodeFor("k");
		lose(first);
		CompletableFuture<Looked> looked = new CompletableFuture<>();
		for (String node : List.of("n1", "n2", "n3")) {
			this.nodes.script(node, (command) -> (command instanceof NodeCommand.Look) ? looked : null);
		}
		mark();
		for (int i = 0; i < 50; i++) {
			assertThat(this.template.get("k", String.class)).isEqualTo("v");
		}
		assertThat(cost()).isEqualTo(Map.of("Get", 100, "Look", 2));
		looked.complete(Looked.ABSENT);
	}

	@Test
	void nothingIsSpentOnARepairThatCannotBe() {
		open(Write.MAJORITY);
		String first = this.template.nodeFor("k");
		String other = first.equals("n1") ? "n2" : "n1";
		lose(first);
		this.nodes.down(other);
		this.template.set("other", "opens the circuit");
		await().until(() -> this.template.describe().nodes().stream().anyMatch((node) -> !node.up()));
		mark();
		for (int i = 0; i < 10; i++) {
			assertThat(this.template.get("k", String.class)).isEqualTo("v");
		}
		assertThat(cost()).isEqualTo(Map.of("Get", 20));
	}

	/** The node acknowledges the key, and has it not. */
	private void lose(String node) {
		this.nodes.script(node,
				(command) -> (command instanceof NodeCommand.Put) ? CompletableFuture.completedFuture(true) : null);
		this.template.set("k", "v");
		this.nodes.heal(node);
	}

	private void mark() {
		this.before = this.nodes.sent().size();
	}

	private Map<String, Integer> cost() {
		Map<String, Integer> cost = new TreeMap<>();
		List<NodeCommand<?>> sent = this.nodes.sent();
		sent.subList(this.before, sent.size())
			.forEach((command) -> cost.merge(command.getClass().getSimpleName(), 1, Integer::sum));
		return cost;
	}

}
