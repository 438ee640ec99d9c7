package dev.sm.continuum;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BoundedLoadTests {

	private static final Continuum NODES = Continuum
		.of(ContinuumSpec.of("weighted").with("a", 1).with("b", 2).with("c", 1).with("gone", 0));

	@Test
	void anIdleNodeGetsItsOwnKeys() {
		BoundedLoad bound = BoundedLoad.withEpsilon(0.25);
		for (int i = 0; i < 100; i++) {
			try (BoundedLoad.Place place = bound.enter(NODES, "key" + i)) {
				assertThat(place.node()).isEqualTo(NODES.nodeFor("key" + i));
			}
		}
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0.01, 0.25, 1 })
	void noNodeIsAboveItsBoundWhateverTheKeys(double epsilon) {
		BoundedLoad bound = BoundedLoad.withEpsilon(epsilon);
		Random random = new Random(7);
		List<BoundedLoad.Place> places = new ArrayList<>();
		for (int i = 0; i < 2000; i++) {
			// half of all requests are for one key
			places.add(bound.enter(NODES, random.nextBoolean() ? "hot" : "key" + random.nextInt(50)));
			double perWeight = (1 + epsilon) * places.size() / 4;
			Map.of("a", 1, "b", 2, "c", 1)
				.forEach((node, weight) -> assertThat(bound.inFlight(node)).as(node)
					.isLessThan((int) Math.ceil(perWeight * weight) + 1));
		}
		assertThat(bound.inFlight("gone")).isZero();
		places.forEach(BoundedLoad.Place::close);
		places.forEach(BoundedLoad.Place::close);
		assertThat(bound.inFlight("a") + bound.inFlight("b") + bound.inFlight("c")).isZero();
	}

	@Test
	void whatIsTooMuchGoesToTheNextNodeOfItsKey() {
		BoundedLoad bound = BoundedLoad.withEpsilon(0.25);
		List<String> order = NODES.nodesFor("hot", 3);
		List<String> seen = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			String node = bound.enter(NODES, "hot").node();
			if (!seen.contains(node)) {
				seen.add(node);
			}
		}
		assertThat(seen).isEqualTo(order);
	}

	@Test
	void nodesThatMayNotBeUsedAreLeftOutOfTheMean() {
		BoundedLoad bound = BoundedLoad.withEpsilon(0.5);
		for (int i = 0; i < 100; i++) {
			assertThat(bound.enter(NODES, "key" + i, "b"::equals).node()).isEqualTo("b");
		}
		for (int i = 0; i < 10; i++) {
			assertThat(bound.enter(NODES, "key" + i, (node) -> !"b".equals(node)).node()).isIn("a", "c");
		}
		assertThat(bound.inFlight("a")).isBetween(2, 8);
		assertThat(bound.enter(NODES, "key", (node) -> false).node()).isIn("a", "b", "c");
	}

	@Test
	void loadIsRememberedWhenTheNodesChange() {
		BoundedLoad bound = BoundedLoad.withEpsilon(0.25);
		BoundedLoad.Place place = bound.enter(NODES, "hot");
		Continuum more = Continuum.of(NODES.spec().with("d", 1));
		assertThat(bound.inFlight(place.node())).isOne();
		place.close();
		assertThat(bound.enter(more, "hot").node()).isEqualTo(more.nodeFor("hot"));
	}

	@Test
	void manyThreadsLoseNoCount() throws Exception {
		BoundedLoad bound = BoundedLoad.withEpsilon(0.25);
		ExecutorService threads = Executors.newFixedThreadPool(4);
		CountDownLatch start = new CountDownLatch(1);
		List<Future<?>> all = new ArrayList<>();
		for (int thread = 0; thread < 4; thread++) {
			all.add(threads.submit(() -> {
				start.await();
				for (int i = 0; i < 2000; i++) {
					bound.enter(NODES, "key" + i % 3).close();
				}
				return null;
			}));
		}
		start.countDown();
		for (Future<?> one : all) {
			one.get();
		}
		threads.shutdown();
		assertThat(List.of(bound.inFlight("a"), bound.inFlight("b"), bound.inFlight("c"))).containsOnly(0);
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, -1, Double.NaN, 101 })
	void anEpsilonOutOfRangeIsRefused(double epsilon) {
		assertThatIllegalArgumentException().isThrownBy(() -> BoundedLoad.withEpsilon(epsilon))
			.withMessageContaining("must be above 0 and at most 100");
	}

}
