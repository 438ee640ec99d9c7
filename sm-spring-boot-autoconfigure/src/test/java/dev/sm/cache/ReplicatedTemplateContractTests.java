package dev.sm.cache;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import org.springframework.dao.InvalidDataAccessApiUsageException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a replicated pool does whatever its nodes are: what any pool does, but for the
 * verbs that one place has to decide.
 */
abstract class ReplicatedTemplateContractTests extends ShardedTemplateContractTests {

	@Override
	protected RandomVerbs verbs(long seed) {
		return super.verbs(seed).ofCopies();
	}

	@Override
	@Test
	void numberIsReadAfterIncrement() {
		refused(() -> template().increment("k", 5));
	}

	@Override
	@Test
	void numberThatWasSetIsIncremented() {
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> template().async().increment("k", 1).join())
			.withCauseInstanceOf(InvalidDataAccessApiUsageException.class);
	}

	@Override
	@Test
	void whatIsNotANumberIsNotIncremented() {
		template().set("k", "x");
		refused(() -> template().increment("k", 1));
		assertThat(template().get("k", String.class)).isEqualTo("x");
	}

	@Override
	@Test
	void setIfAbsentWritesOnce() {
		refused(() -> template().setIfAbsent("k", "a", null));
		assertThat(template().get("k", String.class)).isNull();
	}

	@Override
	@Test
	void callbackWorksWithTheStoredKey() {
		refused(() -> template().execute("k", (key, operations) -> key));
	}

	@Override
	@Test
	void asyncVerbsDoTheSame() {
		AsyncShardedOperations async = template().async();
		async.set("a", "1").join();
		async.multiSet(Map.of("c", 3, "d", 4), null).join();
		assertThat(async.get("a", String.class).join()).isEqualTo("1");
		assertThat(async.multiGet(List.of("d", "c", "x"), Long.class).join()).containsExactly(Map.entry("d", 4L),
				Map.entry("c", 3L));
		assertThat(async.expire("c", Duration.ofMinutes(10)).join()).isTrue();
		assertThat(async.delete("c").join()).isTrue();
		assertThat(async.multiDelete(List.of("a", "c", "d")).join()).isEqualTo(2);
		assertThat(async.get("a", String.class).join()).isNull();
	}

	@Test
	void everyNodeHasEveryKey() {
		template().multiSet(Map.of("a", "1", "b", "2"), null);
		assertThat(copies("a")).isEqualTo(3);
		template().delete("a");
		assertThat(copies("a")).isZero();
		assertThat(copies("b")).isEqualTo(3);
	}

	@Test
	void loadIsWrittenToEveryNode() {
		assertThat(template().getOrLoad("k", String.class, Duration.ofMinutes(1), () -> "loaded")).isEqualTo("loaded");
		assertThat(copies("k")).isEqualTo(3);
		assertThat(template().getOrLoad("k", String.class, Duration.ofMinutes(1), () -> "again")).isEqualTo("loaded");
	}

	private static void refused(ThrowingCallable call) {
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class).isThrownBy(call)
			.withMessageContainingAll("'p'", "replicated", "sharded");
	}

	/** How many nodes have a key. */
	protected abstract int copies(String key);

}
