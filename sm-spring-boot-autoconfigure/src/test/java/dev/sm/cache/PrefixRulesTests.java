package dev.sm.cache;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PrefixRulesTests {

	private final PrefixRules rules = PrefixRules.of("rest", List.of(new PrefixRule("users", "user:", "a"),
			new PrefixRule("vips", "user:vip:", "b"), new PrefixRule("emoji", "\uD83D\uDE00", "c")));

	@ParameterizedTest
	@CsvSource({ "user:1, a", "user:, a", "user:vip:1, b", "user:vip, a", "user:zz, a", "user, rest", "users:1, rest",
			"'', rest", "zebra, rest", "\uD83D\uDE00x, c", "\uD83D\uDE01, rest", "USER:1, rest" })
	void theLongestPrefixCounts(String key, String pool) {
		assertThat(this.rules.poolOf(key)).isEqualTo(pool);
	}

	@Test
	void everyKeyIsUnderTheLongestOfRandomPrefixes() {
		Random random = new Random(20);
		for (int world = 0; world < 300; world++) {
			TreeSet<String> prefixes = new TreeSet<>();
			for (int i = random.nextInt(12); i >= 0; i--) {
				prefixes.add(word(random, 1));
			}
			List<PrefixRule> rules = new ArrayList<>();
			prefixes.forEach((prefix) -> rules.add(new PrefixRule("of " + prefix, prefix, "pool " + prefix)));
			Collections.shuffle(rules, random);
			PrefixRules made = PrefixRules.of("rest", rules);
			for (int i = 0; i < 50; i++) {
				String key = word(random, 0);
				String longest = prefixes.stream().filter(key::startsWith).reduce("", (a, b) -> b);
				assertThat(made.poolOf(key)).as("key %s under %s", key, prefixes)
					.isEqualTo(longest.isEmpty() ? "rest" : "pool " + longest);
				assertThat(made.poolsBelow(key)).contains(made.poolOf(key + word(random, 0)));
			}
		}
	}

	private static String word(Random random, int least) {
		StringBuilder word = new StringBuilder();
		for (int i = random.nextInt(5) + least; i > 0; i--) {
			word.append((char) ('a' + random.nextInt(3)));
		}
		return word.toString();
	}

	@Test
	void tellsWhichPoolsKeysWithAPrefixMayBelongTo() {
		assertThat(this.rules.poolsBelow("")).containsExactly("a", "b", "c", "rest");
		assertThat(this.rules.poolsBelow("us")).containsExactly("a", "b", "rest");
		assertThat(this.rules.poolsBelow("user:")).containsExactly("a", "b");
		assertThat(this.rules.poolsBelow("user:vip:1")).containsExactly("b");
		assertThat(this.rules.poolsBelow("user:w")).containsExactly("a");
		assertThat(this.rules.poolsBelow("x")).containsExactly("rest");
	}

	@Test
	void refusesWhatIsAmbiguous() {
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> PrefixRules.of("a", List.of(new PrefixRule("x", "p:", "a"), new PrefixRule("y", "p:", "b"))))
			.withMessageContainingAll("'x'", "'y'", "'p:'");
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> PrefixRules.of("a", List.of(new PrefixRule("x", "p:", "a"), new PrefixRule("x", "q:", "b"))))
			.withMessageContaining("'x'");
		assertThatIllegalArgumentException().isThrownBy(() -> new PrefixRule("x", "", "a"))
			.withMessageContainingAll("'x'", "default pool");
		assertThatIllegalArgumentException().isThrownBy(() -> PrefixRules.of("", List.of()));
	}

	@Test
	void theOrderMeansNothing() {
		List<PrefixRule> reversed = new ArrayList<>(this.rules.rules());
		Collections.reverse(reversed);
		assertThat(PrefixRules.of("rest", reversed)).isEqualTo(this.rules).hasSameHashCodeAs(this.rules);
		assertThat(PrefixRules.of("other", reversed)).isNotEqualTo(this.rules);
	}

}
