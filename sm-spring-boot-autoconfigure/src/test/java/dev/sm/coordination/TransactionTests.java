package dev.sm.coordination;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TransactionTests {

	@Test
	void comparesAndOperationsCountTogether() {
		Transaction.Builder builder = Transaction.builder();
		IntStream.range(0, 30).forEach((i) -> builder.ifAbsent("/" + i).delete("/" + i));
		assertThat(builder.size()).isEqualTo(Transaction.MAX_SIZE);
		assertThat(builder.build().operations()).hasSize(30);
		builder.ifAbsent("/more");
		assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining("61");
	}

	@Test
	void bytesOfKeysAndValuesCountTogether() {
		Transaction.Builder builder = Transaction.builder()
			.ifAbsent("/\u00e9")
			.delete("/d")
			.put("/1", "x".repeat(Keys.MAX_VALUE_BYTES))
			.put("/2", "x".repeat(Keys.MAX_VALUE_BYTES))
			.put("/3", "x".repeat(Keys.MAX_VALUE_BYTES))
			.put("/4", "x".repeat(Keys.MAX_VALUE_BYTES - 13));
		assertThat(builder.bytes()).isEqualTo(Transaction.MAX_BYTES);
		builder.build();
		builder.delete("/e");
		assertThatIllegalArgumentException().isThrownBy(builder::build)
			.withMessageContaining(String.valueOf(Transaction.MAX_BYTES + 2));
	}

	@Test
	void keyIsWrittenOnce() {
		assertThatIllegalArgumentException().isThrownBy(() -> Transaction.builder().put("/k", "v").delete("/k").build())
			.withMessageContaining("'/k'");
	}

}
