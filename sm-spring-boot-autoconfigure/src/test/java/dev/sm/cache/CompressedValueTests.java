package dev.sm.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.dao.InvalidDataAccessApiUsageException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Values that are stored compressed, and values that are too large.
 */
class CompressedValueTests {

	private static final String LONG = "long ".repeat(1_000);

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 5, 64, 1_000, 100_000 })
	void valuesComeBackAndNoneIsLonger(int length) {
		byte[] same = new byte[length];
		byte[] random = new byte[length];
		new Random(1).nextBytes(random);
		for (byte[] value : List.of(same, random)) {
			byte[] stored = CompressedValue.compress(value);
			assertThat(stored.length).isLessThanOrEqualTo(value.length);
			assertThat(CompressedValue.value(stored)).isEqualTo(value);
		}
	}

	@Test
	void valueThatIsMarkedByItselfComesBackToo() {
		byte[] once = CompressedValue.compress(new byte[100]);
		assertThat(CompressedValue.marked(once)).isTrue();
		byte[] twice = CompressedValue.compress(once);
		assertThat(twice).isNotEqualTo(once);
		assertThat(CompressedValue.value(twice)).isEqualTo(once);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void whatIsDamagedIsRefusedAndMakesNoMoreThanItSays(long seed) {
		Random random = new Random(seed);
		byte[] stored = CompressedValue.compress(LONG.getBytes(StandardCharsets.UTF_8));
		for (int i = 0; i < 5_000; i++) {
			byte[] damaged = Arrays.copyOf(stored, random.nextInt(stored.length + 1));
			for (int change = 0; change < 3 && damaged.length > 4; change++) {
				damaged[4 + random.nextInt(damaged.length - 4)] = (byte) random.nextInt();
			}
			try {
				byte[] value = CompressedValue.value(damaged);
				assertThat(value.length).as("seed %s", seed).isLessThanOrEqualTo(1032 * damaged.length);
			}
			catch (CacheCodecException ex) {
				assertThat(ex).hasMessageContaining("marked as compressed");
			}
		}
	}

	@Test
	void lengthThatCannotBeIsNotAllocated() {
		byte[] stored = CompressedValue.compress(new byte[1_000]);
		stored[4] = 0x03;
		assertThatExceptionOfType(CacheCodecException.class).isThrownBy(() -> CompressedValue.value(stored))
			.withMessageContaining("it says that it has 50332");
	}

	@Test
	void whoDoesNotCompressReadsWhatOthersDid() {
		try (Pools with = open("one", new ValueSettings(null, 100));
				Pools without = open("one", ValueSettings.DEFAULT)) {
			ShardedTemplate writer = with.get("p");
			ShardedTemplate reader = without.get("p");
			writer.set("k", LONG);
			writer.set("short", "as it is");
			writer.set("n", 41);
			assertThat(writer.increment("n", 1)).isEqualTo(42);
			assertThat(reader.get("k", String.class)).isEqualTo(LONG);
			assertThat(reader.multiGet(List.of("k", "short"), String.class))
				.isEqualTo(Map.of("k", LONG, "short", "as it is"));
			assertThat(reader.getOrLoad("k", String.class, Duration.ofMinutes(1), () -> "other")).isEqualTo(LONG);
			byte[] marked = CompressedValue.compress(LONG.getBytes(StandardCharsets.UTF_8));
			reader.set("raw", marked);
			assertThat(writer.get("raw", byte[].class)).isEqualTo(marked);
		}
	}

	@Test
	void valueThatIsTooLargeIsRefusedBeforeAnythingIsSent() {
		try (Pools pools = open("two", new ValueSettings(1_000, null));
				Pools both = open("two", new ValueSettings(1_000, 100))) {
			ShardedTemplate template = pools.get("p");
			assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
				.isThrownBy(() -> template.set("k", LONG))
				.withMessageContainingAll("'k'", "5000 bytes", "'values.max-size'", "1000");
			assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
				.isThrownBy(() -> template.multiSet(Map.of("a", "small", "k", LONG), null));
			assertThat(template.get("a", String.class)).isNull();
			both.get("p").set("k", LONG);
			assertThat(template.get("k", String.class)).isEqualTo(LONG);
		}
	}

	private static Pools open(String name, ValueSettings values) {
		return TestPools.open(TestPools.settings(List.of("memory:compressed-" + name), (pool) -> pool.values(values)));
	}

}
