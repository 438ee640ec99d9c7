package dev.sm.routing.key;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RequestKeyTests {

	private final RequestView request = new Known("/users/a%2Fb/carts", Map.of("X-Tenant", "acme"),
			Map.of("user", "42"), Map.of("id", "7"));

	@ParameterizedTest
	@CsvSource({ "path, /users/a%2Fb/carts", "path:1, users", "path:2, a/b", "path:id, 7", "header:X-Tenant, acme",
			"param:user, 42", "'#{header(''X-Tenant'') + ''/'' + param(''user'')}', acme/42" })
	void findsTheKey(String text, String key) {
		assertThat(RequestKey.parse(text).of(this.request)).isEqualTo(key);
	}

	@ParameterizedTest
	@ValueSource(strings = { "path:9", "path:none", "header:None", "param:none", "#{header('None')}" })
	void findsNone(String text) {
		assertThat(RequestKey.parse(text).of(this.request)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "user", "header", "header:", "cookie:id", "#{", "#{1 +}", "#{1e}" })
	void refusesWhatIsNoKey(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> RequestKey.parse(text)).withMessageContaining(text);
	}

	@Test
	void refusesAnExpressionThatIsTooLong() {
		assertThatIllegalArgumentException().isThrownBy(() -> RequestKey.parse("#{" + " ".repeat(10_001) + "path()}"))
			.withMessageContaining("too long");
	}

	@Test
	void refusesAnExpressionThatIsTooDeep() {
		for (String part : List.of("[", "(", "!", "-")) {
			assertThatIllegalArgumentException().isThrownBy(() -> RequestKey.parse("#{" + part.repeat(9_000) + "}"));
		}
	}

	@Test
	void anExpressionReachesNoTypesWithoutBeans() {
		RequestKey key = RequestKey.parse("#{T(java.lang.System).getenv('PATH')}");
		org.assertj.core.api.Assertions.assertThatException().isThrownBy(() -> key.of(this.request));
	}

	@Test
	void anEscapeThatIsNoneStandsForItself() {
		assertThat(RequestKey.parse("path:1").of(new Known("/50%", Map.of(), Map.of(), Map.of()))).isEqualTo("50%");
	}

	private record Known(String path, Map<String, String> headers, Map<String, String> params,
			Map<String, String> variables) implements RequestView {

		@Override
		public String method() {
			return "GET";
		}

		@Override
		public String header(String name) {
			return this.headers.get(name);
		}

		@Override
		public String param(String name) {
			return this.params.get(name);
		}

		@Override
		public String variable(String name) {
			return this.variables.get(name);
		}

	}

}
