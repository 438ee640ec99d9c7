package dev.sm.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.sm.cache.PoolDescription.NodeState;
import dev.sm.cache.ReplicaSettings.Write;
import dev.sm.storage.NodeCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.InvalidDataAccessApiUsageException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What nodes of replicated pools that fail cost.
 */
class ReplicatedPoolFailuresTests {

	private final ScriptedNodes nodes = new ScriptedNodes();

	private final List<Pools> opened = new ArrayList<>();

	@AfterEach
	void close() {
		this.opened.forEach(Pools::close);
	}

	@Test
	void allNodesMustHaveAWriteAndAnyCanBeRead() {
		ShardedTemplate template = open(Write.ALL, 0);
		template.set("k", "v");
		this.nodes.down(first(template));
		assertThatExceptionOfType(DataAccessResourceFailureException.class).isThrownBy(() -> template.set("k", "w"))
			.withMessageContainingAll("'k'", "'p'");
		assertThat(template.get("k", String.class)).isIn("v", "w");
	}

	@Test
	void majorityWritesWithOneNodeDownAndNotWithTwo() {
		ShardedTemplate template = open(Write.MAJORITY, 0);
		this.nodes.down("n1");
		template.set("k", "v");
		assertThat(template.get("k", String.class)).isEqualTo("v");
		assertThat(template.get("nobody", String.class)).isNull();
		assertThat(template.describe().unserved()).isZero();
		this.nodes.down("n2");
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> template.set("k", "w"));
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> template.get("nobody", String.class));
	}

	@Test
	void oneNodeIsEnoughForAsync() {
		ShardedTemplate template = open(Write.ASYNC, 0);
		this.nodes.down("n1");
		this.nodes.hang("n2");
		template.set("k", "v");
		assertThat(template.get("k", String.class)).isEqualTo("v");
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> template.fencedBy(new FencedOperationsTests.TestShard(7)).set("k", "v"));
	}

	@Test
	void readsGoToTheZoneOfThisInstanceWhileItAnswers() {
		PoolSettings.Builder settings = PoolSettings.named("p")
			.type(PoolSettings.Type.REPLICATED)
			.timeout(Duration.ofSeconds(2))
			.replicas(new ReplicaSettings(Write.ALL, 0, true, Duration.ofMinutes(1), Duration.ZERO, 100, null))
			.health(new HealthSettings(3, Duration.ofDays(1), Duration.ofDays(1), 64));
		for (String zone : List.of("a", "b", "c")) {
			settings.node(NodeSettings.of(zone, ScriptedNodes.URL, 1).zone(zone));
		}
		Pools zoned = TestPools.builder(this.nodes).zone("b").pools(List.of(settings.build())).build();
		this.opened.add(zoned);
		ShardedTemplate template = zoned.get("p");
		List<String> read = new CopyOnWriteArrayList<>();
		for (String zone : List.of("a", "b", "c")) {
			this.nodes.script(zone, (command) -> {
				if (command instanceof NodeCommand.Get) {
					read.add(zone);
				}
				return null;
			});
		}
		for (int i = 0; i < 20; i++) {
			template.set("k" + i, i);
			assertThat(template.get("k" + i, Integer.class)).isEqualTo(i);
		}
		assertThat(read).hasSize(20).containsOnly("b");
		this.nodes.down("b");
		for (int i = 0; i < 20; i++) {
			assertThat(template.get("k" + i, Integer.class)).isEqualTo(i);
		}
		assertThat(read.subList(20, read.size())).doesNotContain("b").contains("a", "c");
	}

	@Test
	void formerOwnerIsRefused() {
		ShardedTemplate template = open(Write.MAJORITY, 0);
		template.fencedBy(new FencedOperationsTests.TestShard(8)).set("k", "new");
		assertThatExceptionOfType(StaleEpochException.class)
			.isThrownBy(() -> template.fencedBy(new FencedOperationsTests.TestShard(7)).set("k", "old"));
		assertThat(template.get("k", String.class)).isEqualTo("new");
	}

	@Test
	void missedDeleteIsMadeUpForBeforeTheNodeIsReadFrom() {
		ShardedTemplate template = open(Write.MAJORITY, 0);
		String first = first(template);
		template.set("k", "v");
		this.nodes.down(first);
		template.delete("k");
		assertThat(template.get("k", String.class)).isNull();
		this.nodes.heal(first);
		assertThat(template.get("k", String.class)).isNull();
		await().until(() -> this.nodes.sent(NodeCommand.Delete.class).size() >= 4);
		assertThat(template.get("k", String.class)).isNull();
	}

	@Test
	void nodeThatWasLeftAloneIsFilledBeforeItServes() {
		ShardedTemplate template = open(Write.MAJORITY, 0);
		this.nodes.down("n1");
		for (int i = 0; i < 10; i++) {
			template.set("k" + i, i);
		}
		assertThat(state(template)).isEqualTo(NodeState.LEFT_ALONE);
		this.nodes.heal("n1");
		await().until(() -> state(template) == NodeState.WARMING || state(template) == NodeState.SERVING);
		await().until(() -> {
			for (int i = 0; i < 10; i++) {
				assertThat(template.get("k" + i, Integer.class)).isEqualTo(i);
			}
			return state(template) == NodeState.SERVING;
		});
	}

	@Test
	void slowNodeIsHedgedAsFarAsTheBudgetGoes() {
		ShardedTemplate template = open(Write.ALL, 1);
		template.set("k", "v");
		String first = first(template);
		this.nodes.script(first, (command) -> (command instanceof NodeCommand.Get) ? new CompletableFuture<>() : null);
		assertThat(template.get("k", String.class)).isEqualTo("v");
		assertThat(this.nodes.sent(NodeCommand.Get.class)).hasSizeBetween(2, 3);
	}

	@Test
	void missOnOneNodeIsRepaired() {
		ShardedTemplate template = open(Write.ALL, 0);
		String first = first(template);
		template.set("k", "v");
		this.nodes.script(first, (command) -> (command instanceof NodeCommand.Get)
				? CompletableFuture.completedFuture(Collections.singletonList(null)) : null);
		assertThat(template.get("k", String.class)).isEqualTo("v");
		assertThat(this.nodes.sent(NodeCommand.PutIfAbsent.class)).hasSize(1)
			.allMatch((copy) -> Duration.ofMinutes(1).equals(copy.ttl()));
	}

	private ShardedTemplate open(Write write, double budget) {
		ReplicaSettings replicas = new ReplicaSettings(write, budget, true, Duration.ofMinutes(1),
				Duration.ofMillis(300), 100, null);
		Pools pools = TestPools.open(
				TestPools.settings(List.of("scripted:", "scripted:", "scripted:"),
						(pool) -> pool.type(PoolSettings.Type.REPLICATED)
							.timeout(Duration.ofSeconds(2))
							.replicas(replicas)
							.health(new HealthSettings(3, Duration.ofMillis(20), Duration.ofMillis(100), 64))),
				this.nodes);
		this.opened.add(pools);
		return pools.get("p");
	}

	private static String first(ShardedTemplate template) {
		return template.nodeFor("k");
	}

	private static NodeState state(ShardedTemplate template) {
		return template.describe().nodes().get(0).state();
	}

}
