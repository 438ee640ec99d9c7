package dev.sm.cache;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import dev.sm.cache.json.JsonCacheCodec;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Values and their bytes.
 */
class PoolValuesTests {

	private final PoolValues json = new PoolValues(new JsonCacheCodec(JsonMapper.builder().build()));

	private final PoolValues plain = new PoolValues(new PlainCodec());

	@Test
	void wholeNumbersAreDigitsWhateverTheCodec() {
		for (PoolValues values : List.of(this.json, this.plain)) {
			assertThat(text(values.encode("k", -5L))).isEqualTo("-5");
			assertThat(values.<Long>decode("k", bytes("12"), Long.class)).isEqualTo(12L);
			assertThat(values.<Integer>decode("k", bytes("12"), int.class)).isEqualTo(12);
		}
	}

	@Test
	void plainCodecKnowsNumbersAndBooleans() {
		assertThat(this.plain.<Double>decode("k", this.plain.encode("k", 1.5), Double.class)).isEqualTo(1.5);
		assertThat(this.plain.<BigDecimal>decode("k", this.plain.encode("k", new BigDecimal("1.20")), BigDecimal.class))
			.isEqualTo("1.20");
		assertThat(this.plain.<Boolean>decode("k", this.plain.encode("k", true), Boolean.class)).isTrue();
	}

	@Test
	void plainCodecNamesTheLibraryThatIsMissing() {
		assertThatExceptionOfType(CacheCodecException.class).isThrownBy(() -> this.plain.encode("k", Duration.ZERO))
			.withMessageContainingAll("'k'", "java.time.Duration", "tools.jackson.core:jackson-databind");
		assertThatExceptionOfType(CacheCodecException.class)
			.isThrownBy(() -> this.plain.decode("k", bytes("x"), Duration.class))
			.withMessageContainingAll("'k'", "java.time.Duration", "tools.jackson.core:jackson-databind");
	}

	@Test
	void plainCodecDoesNotTellWhatItCannotRead() {
		assertThatExceptionOfType(CacheCodecException.class)
			.isThrownBy(() -> this.plain.decode("k", bytes("secret"), Boolean.class))
			.withMessageContainingAll("'k'", "java.lang.Boolean")
			.satisfies((ex) -> assertThat(ex).hasMessageNotContaining("secret"));
	}

	@Test
	void numberThatIsNotDigitsIsLeftToTheCodec() {
		assertThat(this.json.<Long>decode("k", bytes(" 12 "), Long.class)).isEqualTo(12L);
		assertThatExceptionOfType(CacheCodecException.class)
			.isThrownBy(() -> this.json.decode("k", bytes("99999999999999999999"), Long.class));
	}

	@Test
	void jsonNullIsNoValue() {
		assertThatExceptionOfType(CacheCodecException.class)
			.isThrownBy(() -> this.json.decode("k", bytes("null"), List.class))
			.withMessageContaining("null");
	}

	@Test
	void codecThatThrowsAnythingIsACodecFailure() {
		PoolValues broken = new PoolValues(new CacheCodec() {

			@Override
			public byte[] encode(Object value) {
				throw new IllegalStateException("value is " + value);
			}

			@Override
			public <T> T decode(byte[] bytes, Type type) {
				throw new IllegalStateException("bytes are " + text(bytes));
			}

		});
		assertThatExceptionOfType(CacheCodecException.class).isThrownBy(() -> broken.encode("k", true))
			.withMessageContainingAll("'k'", "IllegalStateException")
			.satisfies((ex) -> assertThat(ex).hasMessageNotContaining("true"));
		assertThatExceptionOfType(CacheCodecException.class)
			.isThrownBy(() -> broken.decode("k", bytes("secret"), List.class))
			.satisfies((ex) -> assertThat(ex).hasMessageNotContaining("secret"))
			.withNoCause();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
