package dev.sm.cache;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Keys as users, nodes and the continuum see them.
 */
class PoolKeysTests {

	private final PoolKeys keys = new PoolKeys("app:", null);

	@ParameterizedTest
	@CsvSource({ "{user1}.name, user1", "{user1}.mail, user1", "x{a}y{b}, a", "x{}y{b}, app:x{}y{b}", "x{a, app:x{a",
			"x}a{, app:x}a{", "{{a}}, {a", "plain, app:plain" })
	void keyIsPlacedByItsHashTagAsInRedisCluster(String key, String placed) {
		assertThat(this.keys.placedText(key)).isEqualTo(placed);
	}

	@Test
	void otherTagsMayBeChosen() {
		assertThat(new PoolKeys("", "<>").placedText("a<b>{c}")).isEqualTo("b");
	}

	@Test
	void tagsMayBeTurnedOff() {
		assertThat(new PoolKeys("", "").placedText("{a}b")).isEqualTo("{a}b");
	}

	@Test
	void prefixIsPutBeforeAndTakenOff() {
		byte[] stored = this.keys.stored("grün");
		assertThat(new String(stored, StandardCharsets.UTF_8)).isEqualTo("app:grün");
		assertThat(this.keys.user(stored)).isEqualTo("grün");
	}

	@Test
	void keysOfOthersAreNone() {
		assertThat(this.keys.user("other:k".getBytes(StandardCharsets.UTF_8))).isNull();
		assertThat(this.keys.user(new byte[] { 'a', 'p', 'p', ':', (byte) 0xff })).isNull();
	}

	@Test
	void replacementCharacterIsACharacter() {
		assertThat(this.keys.user(this.keys.stored("\uFFFD"))).isEqualTo("\uFFFD");
	}

	@Test
	void nullIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.keys.stored(null)).withMessageContaining("null");
	}

	@Test
	void halfASurrogatePairIsRefused() {
		assertThat(this.keys.stored("a\uD83C\uDF3F")).hasSize(9);
		assertThatIllegalArgumentException().isThrownBy(() -> this.keys.stored("a\uD83Cb"))
			.withMessageContaining("index 1");
		assertThatIllegalArgumentException().isThrownBy(() -> this.keys.stored("a\uDF3F"));
		assertThatIllegalArgumentException().isThrownBy(() -> this.keys.stored("a\uD83C"));
	}

	@Test
	void longKeyIsRefusedAndNotToldInFull() {
		String longest = "x".repeat(PoolKeys.MAX_BYTES - 4);
		assertThat(this.keys.stored(longest)).hasSize(PoolKeys.MAX_BYTES);
		assertThatIllegalArgumentException().isThrownBy(() -> this.keys.stored(longest + "x"))
			.withMessageContaining("65536")
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(200));
	}

	@Test
	void messagesShowKeysOnOneShortLine() {
		assertThat(PoolKeys.shown("a\nb")).isEqualTo("a?b");
		assertThat(PoolKeys.shown("x".repeat(100))).isEqualTo("x".repeat(64) + "...");
	}

}
