package dev.sm.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.dao.InvalidDataAccessApiUsageException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.offset;

/**
 * What a pool does whatever its nodes are. A subclass says how to make one.
 */
abstract class ShardedTemplateContractTests {

	private static final Duration LONG = Duration.ofMinutes(10);

	private Pools pools;

	private ShardedTemplate template;

	/**
	 * Opens a pool {@code p} of three empty nodes n1 to n3, with the prefix {@code app:}.
	 * @return the pools
	 */
	protected abstract Pools open();

	@BeforeEach
	void openPools() {
		this.pools = open();
		this.template = this.pools.get("p");
	}

	@AfterEach
	void closePools() {
		this.pools.close();
	}

	@Test
	void absentKeyHasNoValue() {
		assertThat(this.template.get("nobody", String.class)).isNull();
	}

	@Test
	void stringIsReadAsItWasWritten() {
		this.template.set("k", "grün \uD83C\uDF3F");
		assertThat(this.template.get("k", String.class)).isEqualTo("grün \uD83C\uDF3F");
	}

	@Test
	void stringIsStoredAsItIs() {
		this.template.set("k", "plain");
		assertThat(this.template.get("k", byte[].class)).isEqualTo("plain".getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void bytesAreReadAsTheyWereWritten() {
		byte[] bytes = { 0, -1, 127, 10 };
		this.template.set("k", bytes);
		assertThat(this.template.get("k", byte[].class)).isEqualTo(bytes);
	}

	@Test
	void bytesAreCopied() {
		byte[] bytes = { 1 };
		this.template.set("k", bytes);
		bytes[0] = 2;
		this.template.get("k", byte[].class)[0] = 3;
		assertThat(this.template.get("k", byte[].class)).containsExactly(1);
	}

	@Test
	void emptyValueIsNotAbsent() {
		this.template.set("k", "");
		assertThat(this.template.get("k", String.class)).isEmpty();
	}

	@Test
	void objectIsStoredAsJson() {
		this.template.set("k", new Point(1, 2));
		assertThat(this.template.get("k", String.class)).isEqualTo("{\"x\":1,\"y\":2}");
		assertThat(this.template.get("k", Point.class)).isEqualTo(new Point(1, 2));
	}

	@Test
	void genericTypesAreKept() {
		this.template.set("k", List.of(new Point(1, 2)), LONG);
		assertThat(this.template.get("k", new ParameterizedTypeReference<List<Point>>() {
		})).containsExactly(new Point(1, 2));
	}

	@Test
	void numberIsReadAfterIncrement() {
		assertThat(this.template.increment("k", 5)).isEqualTo(5);
		assertThat(this.template.increment("k", -7)).isEqualTo(-2);
		assertThat(this.template.get("k", Long.class)).isEqualTo(-2);
		assertThat(this.template.get("k", Integer.class)).isEqualTo(-2);
	}

	@Test
	void numberThatWasSetIsIncremented() {
		this.template.set("k", 41L);
		assertThat(this.template.increment("k", 1)).isEqualTo(42);
	}

	@Test
	void whatIsNotANumberIsNotIncremented() {
		this.template.set("k", "x");
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.template.increment("k", 1))
			.withMessageContainingAll("'k'", "'p'", this.template.nodeFor("k"));
	}

	@Test
	void setIfAbsentWritesOnce() {
		assertThat(this.template.setIfAbsent("k", "a", null)).isTrue();
		assertThat(this.template.setIfAbsent("k", "b", LONG)).isFalse();
		assertThat(this.template.get("k", String.class)).isEqualTo("a");
	}

	@Test
	void deleteTellsWhetherTheKeyExisted() {
		this.template.set("k", "a");
		assertThat(this.template.delete("k")).isTrue();
		assertThat(this.template.delete("k")).isFalse();
		assertThat(this.template.get("k", String.class)).isNull();
	}

	@Test
	void expireTellsWhetherTheKeyExists() {
		this.template.set("k", "a");
		assertThat(this.template.expire("k", LONG)).isTrue();
		assertThat(this.template.expire("nobody", LONG)).isFalse();
	}

	@Test
	void multiGetAnswersInTheOrderOfTheKeysAndLeavesOutWhatIsAbsent() {
		Map<String, Object> values = new LinkedHashMap<>();
		for (int i = 0; i < 50; i++) {
			values.put("k" + i, i);
		}
		this.template.multiSet(values, LONG);
		List<String> keys = new ArrayList<>(values.keySet());
		Collections.reverse(keys);
		List<String> asked = new ArrayList<>(keys);
		asked.add(7, "nobody");
		Map<String, Integer> found = this.template.multiGet(asked, Integer.class);
		assertThat(found.keySet()).containsExactlyElementsOf(keys);
		assertThat(found).containsEntry("k7", 7);
	}

	@Test
	void multiGetTakesDuplicates() {
		this.template.set("a", "1");
		assertThat(this.template.multiGet(List.of("b", "a", "b", "a"), String.class))
			.containsExactly(Map.entry("a", "1"));
	}

	@Test
	void multiDeleteCountsEachKeyOnce() {
		this.template.multiSet(Map.of("a", 1, "b", 2, "c", 3), null);
		assertThat(this.template.multiDelete(List.of("a", "b", "a", "nobody"))).isEqualTo(2);
		assertThat(this.template.multiGet(List.of("a", "b", "c"), Integer.class)).containsOnlyKeys("c");
	}

	@Test
	void nothingIsAskedForNoKeys() {
		assertThat(this.template.multiGet(List.of(), String.class)).isEmpty();
		assertThat(this.template.multiDelete(List.of())).isZero();
		this.template.multiSet(Map.of(), null);
		assertThat(this.template.async().multiGet(List.of(), String.class)).isCompletedWithValue(Map.of());
	}

	@Test
	void scanTellsUserKeysWithThePrefix() {
		Map<String, Object> values = new LinkedHashMap<>();
		for (int i = 0; i < 2_500; i++) {
			values.put("in:" + i, i);
		}
		this.template.multiSet(values, LONG);
		this.template.set("out", "x");
		try (Stream<String> keys = this.template.scan("in:")) {
			assertThat(keys.distinct()).containsExactlyInAnyOrderElementsOf(values.keySet());
		}
		try (Stream<String> keys = this.template.scan("")) {
			assertThat(keys.distinct()).hasSize(values.size() + 1);
		}
	}

	@Test
	void callbackWorksWithTheStoredKey() {
		String stored = this.template.execute("k", (key, operations) -> {
			assertThat(operations).isNotNull();
			return key;
		});
		assertThat(stored).isEqualTo("app:k");
	}

	@Test
	void asyncVerbsDoTheSame() {
		AsyncShardedOperations async = this.template.async();
		async.set("a", "1").join();
		async.set("b", new Point(1, 2), LONG).join();
		async.multiSet(Map.of("c", 3, "d", 4), null).join();
		assertThat(async.get("a", String.class).join()).isEqualTo("1");
		assertThat(async.get("b", new ParameterizedTypeReference<Point>() {
		}).join()).isEqualTo(new Point(1, 2));
		assertThat(async.multiGet(List.of("d", "c", "x"), Long.class).join()).containsExactly(Map.entry("d", 4L),
				Map.entry("c", 3L));
		assertThat(async.increment("c", 1).join()).isEqualTo(4);
		assertThat(async.setIfAbsent("c", "x", null).join()).isFalse();
		assertThat(async.expire("c", LONG).join()).isTrue();
		assertThat(async.delete("c").join()).isTrue();
		assertThat(async.multiDelete(List.of("a", "b", "c")).join()).isEqualTo(2);
		assertThat(async.get("a", String.class).join()).isNull();
	}

	@Test
	void valueOfAnotherTypeIsRefusedWithoutTellingIt() {
		this.template.set("k", "secret-value");
		assertThatExceptionOfType(CacheCodecException.class).isThrownBy(() -> this.template.get("k", Point.class))
			.withMessageContainingAll("'k'", Point.class.getName())
			.satisfies((ex) -> assertThat(ex).hasToString(ex.toString()).hasMessageNotContaining("secret"))
			.withNoCause();
	}

	@Test
	void multiGetCarriesWhatCouldBeRead() {
		this.template.multiSet(Map.of("a", new Point(1, 2), "b", "garbage"), null);
		assertThatExceptionOfType(PartialResultException.class)
			.isThrownBy(() -> this.template.multiGet(List.of("a", "b"), Point.class))
			.satisfies((ex) -> {
				assertThat(ex.getResults()).containsExactly(Map.entry("a", new Point(1, 2)));
				assertThat(ex.getFailedKeys()).containsExactly("b");
				assertThat(ex.getFailures().get("b")).isInstanceOf(CacheCodecException.class);
			});
	}

	@Test
	void probeFindsEveryNodeUp() {
		PoolDescription description = this.template.probe().join();
		assertThat(description.nodes()).extracting(PoolDescription.NodeInfo::name).containsExactly("n1", "n2", "n3");
		assertThat(description.nodes()).allMatch(PoolDescription.NodeInfo::up);
		assertThat(description.nodes().stream().mapToDouble(PoolDescription.NodeInfo::share).sum()).isCloseTo(1,
				offset(1e-9));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void anySequenceOfVerbsDoesWhatAMapDoes(long seed) {
		verbs(seed).run(300);
	}

	protected RandomVerbs verbs(long seed) {
		return new RandomVerbs(this.template, seed);
	}

	protected final ShardedTemplate template() {
		return this.template;
	}

	record Point(int x, int y) {

	}

}
