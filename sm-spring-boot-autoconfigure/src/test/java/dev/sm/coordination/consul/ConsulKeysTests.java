package dev.sm.coordination.consul;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ConsulKeysTests {

	@ParameterizedTest
	@CsvSource(quoteCharacter = '"', textBlock = """
			/sm/page-views/participants/p1, sm/page-views/participants/p1
			/sm/a_b/10.0.0.1:8080,          "sm/a_b/10,2e0,2e0,2e1,3a8080"
			/k.json,                        "k,2ejson"
			"/a,b",                         "a,2cb"
			/é,                             ",c3,a9"
			""")
	void isSpelledInLettersThatEveryVersionTakes(String key, String encoded) {
		assertThat(ConsulKeys.encode(key)).isEqualTo(encoded).matches("[A-Za-z0-9,_/-]*");
		assertThat(ConsulKeys.decode(encoded)).isEqualTo(key);
	}

	@Test
	void absentKeyIsNobodys() {
		assertThat(ConsulKeys.absentBelow("/sm/a")).isEqualTo("sm/a/,");
		assertThat(ConsulKeys.encode("/sm/a/,")).isNotEqualTo("sm/a/,");
	}

	@ParameterizedTest
	@ValueSource(strings = { "sm/,", "sm/,2", "sm/,zz", "sm/a.b", "sm/\u00e9" })
	void keyOfAStrangerIsNotRead(String encoded) {
		assertThatIllegalArgumentException().isThrownBy(() -> ConsulKeys.decode(encoded));
	}

}
