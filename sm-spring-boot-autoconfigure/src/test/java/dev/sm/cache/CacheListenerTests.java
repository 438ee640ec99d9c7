package dev.sm.cache;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a listener is told.
 */
class CacheListenerTests {

	private final AtomicLong clock = new AtomicLong();

	private final List<String> told = new CopyOnWriteArrayList<>();

	private final ScriptedNodes nodes = new ScriptedNodes();

	private final Pools pools = TestPools.builder(this.nodes)
		.pools(List.of(ScriptedNodes.settings(1, 2_000)))
		.listener((pool, node, operation, outcome, nanos) -> this.told
			.add(pool + " " + node + " " + operation + " " + outcome + " " + nanos))
		.clock(this.clock::get)
		.build();

	private final ShardedTemplate template = this.pools.get("p");

	@AfterEach
	void close() {
		this.pools.close();
	}

	@Test
	void everyCommandIsTold() {
		this.nodes.script("n1", (command) -> {
			this.clock.addAndGet(5);
			return null;
		});
		this.template.set("k", "v");
		this.template.async().get("k", String.class).join();
		this.template.multiGet(List.of("a", "b"), String.class);
		assertThat(this.told).containsExactly("p n1 set SUCCESS 5", "p n1 get SUCCESS 5", "p n1 multiGet SUCCESS 5");
	}

	@Test
	void outcomesAreToldApart() {
		this.template.set("k", "x");
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> this.template.increment("k", 1));
		this.template.fencedBy(new FencedOperationsTests.TestShard(2)).set("k", "v");
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> this.template.fencedBy(new FencedOperationsTests.TestShard(1)).set("k", "v"));
		this.nodes.down("n1");
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> this.template.delete("k"));
		assertThat(this.told).containsExactly("p n1 set SUCCESS 0", "p n1 increment ERROR 0", "p n1 set SUCCESS 0",
				"p n1 set STALE_EPOCH 0", "p n1 delete UNAVAILABLE 0");
	}

}
