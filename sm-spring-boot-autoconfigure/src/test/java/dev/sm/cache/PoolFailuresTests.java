package dev.sm.cache;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import dev.sm.storage.NodeCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * What a node that fails costs: its own keys.
 */
class PoolFailuresTests {

	private final ScriptedNodes nodes = new ScriptedNodes();

	private final Pools pools = TestPools.open(ScriptedNodes.settings(3, 200), this.nodes);

	private final ShardedTemplate template = this.pools.get("p");

	@AfterEach
	void close() {
		this.pools.close();
	}

	@Test
	void nodeThatIsDownFailsItsKeysAndTellsPoolNodeAndKey() {
		String key = TestPools.keyOn(this.template, "n2");
		this.nodes.down("n2");
		assertThatExceptionOfType(DataAccessResourceFailureException.class)
			.isThrownBy(() -> this.template.get(key, String.class))
			.withMessageContainingAll("'" + key + "'", "'n2'", "'p'");
	}

	@Test
	void nodeThatIsDownFailsNoOtherKeys() {
		this.nodes.down("n2");
		String key = TestPools.keyOn(this.template, "n1");
		this.template.set(key, "v");
		assertThat(this.template.get(key, String.class)).isEqualTo("v");
	}

	@Test
	void multiGetCarriesWhatTheOthersAnswered() {
		Map<String, String> values = threeKeys();
		this.template.multiSet(values, null);
		this.nodes.down("n2");
		assertThatExceptionOfType(PartialResultException.class)
			.isThrownBy(() -> this.template.multiGet(values.keySet(), String.class))
			.satisfies((ex) -> {
				assertThat(ex.getResults()).containsOnly(Map.entry(keyOn("n1"), "n1"), Map.entry(keyOn("n3"), "n3"));
				assertThat(ex.getFailedKeys()).containsExactly(keyOn("n2"));
				assertThat(ex.getFailures().get(keyOn("n2"))).isInstanceOf(DataAccessResourceFailureException.class);
			});
	}

	@Test
	void multiSetWritesWhereItCan() {
		Map<String, String> values = threeKeys();
		this.nodes.down("n3");
		assertThatExceptionOfType(PartialResultException.class).isThrownBy(() -> this.template.multiSet(values, null))
			.satisfies((ex) -> {
				assertThat(ex.getResults()).containsOnlyKeys(keyOn("n1"), keyOn("n2"));
				assertThat(ex.getFailedKeys()).containsExactly(keyOn("n3"));
			});
		this.nodes.heal("n3");
		assertThat(this.template.multiGet(values.keySet(), String.class)).containsOnlyKeys(keyOn("n1"), keyOn("n2"));
	}

	@Test
	void multiVerbsGoToAllNodesAtOnceAndWaitForTheSlowestOnly() {
		this.nodes.hang("n1");
		this.nodes.hang("n2");
		long started = System.nanoTime();
		assertThatExceptionOfType(PartialResultException.class)
			.isThrownBy(() -> this.template.multiGet(threeKeys().keySet(), String.class))
			.satisfies((ex) -> assertThat(ex.getFailures().values()).hasSize(2)
				.allMatch(QueryTimeoutException.class::isInstance));
		assertThat(this.nodes.sent(NodeCommand.Get.class)).hasSize(3);
		assertThat(System.nanoTime() - started).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(150));
	}

	@Test
	void waitingEndsWithThePoolsTimeout() {
		this.nodes.hang("n2");
		assertThatExceptionOfType(QueryTimeoutException.class).isThrownBy(() -> this.template.set(keyOn("n2"), "v"))
			.withMessageContainingAll("set of key", "'n2'", "'p'", "200ms");
	}

	@Test
	void futureEndsWithThePoolsTimeoutAndAsTheWaitingVerbWould() {
		this.nodes.hang("n2");
		CompletableFuture<String> future = this.template.async().get(keyOn("n2"), String.class);
		CompletableFuture<Throwable> seen = new CompletableFuture<>();
		future.whenComplete((value, failure) -> seen.complete(failure));
		assertThat(seen.orTimeout(5, TimeUnit.SECONDS).join()).isExactlyInstanceOf(QueryTimeoutException.class);
	}

	@Test
	void futureOfSeveralNodesEndsWithWhatTheOthersAnswered() {
		this.template.multiSet(threeKeys(), null);
		this.nodes.hang("n2");
		CompletableFuture<Map<String, String>> future = this.template.async()
			.multiGet(threeKeys().keySet(), String.class);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> future.get(5, TimeUnit.SECONDS))
			.havingCause()
			.isInstanceOfSatisfying(PartialResultException.class, (ex) -> {
				assertThat(ex.getResults()).containsOnlyKeys(keyOn("n1"), keyOn("n3"));
				assertThat(ex.getFailedKeys()).containsExactly(keyOn("n2"));
			});
	}

	@Test
	void nodeThatThrowsInsteadOfFailingItsStageIsTreatedAlike() {
		this.nodes.script("n1", (command) -> {
			throw new IllegalStateException("broken adapter");
		});
		assertThatExceptionOfType(DataAccessResourceFailureException.class)
			.isThrownBy(() -> this.template.delete(keyOn("n1")))
			.withMessageContaining("broken adapter");
		assertThat(this.template.async().delete(keyOn("n1"))).isCompletedExceptionally();
	}

	@Test
	void answerThatComesTooLateIsForgotten() {
		CompletableFuture<Object> late = new CompletableFuture<>();
		this.nodes.script("n1", (command) -> late);
		CompletableFuture<String> future = this.template.async().get(keyOn("n1"), String.class);
		await().until(future::isCompletedExceptionally);
		late.complete(List.of(new byte[0]));
		assertThat(future).isCompletedExceptionally();
	}

	@Test
	void descriptionTellsWhoAnsweredLast() {
		this.nodes.down("n2");
		assertThatExceptionOfType(DataAccessResourceFailureException.class)
			.isThrownBy(() -> this.template.get(keyOn("n2"), String.class));
		assertThat(down()).containsExactly("n2");
		this.nodes.heal("n2");
		this.template.probe().join();
		assertThat(down()).isEmpty();
	}

	@Test
	void probeOfANodeThatHangsEnds() {
		this.nodes.hang("n3");
		assertThat(this.template.probe().orTimeout(5, TimeUnit.SECONDS).join().nodes()).filteredOn((node) -> !node.up())
			.extracting(PoolDescription.NodeInfo::name)
			.containsExactly("n3");
	}

	@Test
	void refusedKeySendsNothing() {
		String good = keyOn("n1");
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.multiDelete(List.of(good, "sm:node")));
		Map<String, Object> values = new LinkedHashMap<>();
		values.put(good, "v");
		values.put("bad", null);
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.multiSet(values, null))
			.withMessageContaining("'bad'");
		assertThat(this.nodes.sent()).isEmpty();
	}

	@Test
	void closedPoolRefusesAndItsNodesAreClosed() {
		this.pools.close();
		this.pools.close();
		assertThat(this.nodes.closed()).isEqualTo(Set.of("n1", "n2", "n3"));
		assertThatExceptionOfType(DataAccessResourceFailureException.class)
			.isThrownBy(() -> this.template.get("k", String.class))
			.withMessageContaining("closed");
		assertThat(this.template.async().get("k", String.class)).isCompletedExceptionally();
	}

	@Test
	void closingEndsWhatIsUnderWayAndTheThread() {
		this.nodes.hang("n1");
		CompletableFuture<String> future = this.template.async().get(keyOn("n1"), String.class);
		assertThat(threads()).isPositive();
		long before = threads();
		this.pools.close();
		await().until(future::isCompletedExceptionally);
		await().until(() -> threads() < before);
	}

	private static long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("sm-cache-deadlines"))
			.count();
	}

	private List<String> down() {
		return this.template.describe()
			.nodes()
			.stream()
			.filter((node) -> !node.up())
			.map(PoolDescription.NodeInfo::name)
			.toList();
	}

	private Map<String, String> threeKeys() {
		Map<String, String> values = new LinkedHashMap<>();
		List.of("n1", "n2", "n3").forEach((node) -> values.put(keyOn(node), node));
		return values;
	}

	private String keyOn(String node) {
		return TestPools.keyOn(this.template, node);
	}

}
