package dev.sm.testkit;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.sm.coordination.CommitResult;
import dev.sm.coordination.CoordinationException;
import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.Entry;
import dev.sm.coordination.Keys;
import dev.sm.coordination.Snapshot;
import dev.sm.coordination.Transaction;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What every store does with keys, revisions and transactions.
 */
abstract class CoordinationKeysContract extends CoordinationStoreFixture {

	@Test
	void absentKeyIsNull() {
		assertThat(get("/none")).isNull();
	}

	@Test
	void entryHasValueAndTheRevisionOfItsCommit() {
		CommitResult result = commit(Transaction.builder().put(key("/k"), "v"));
		assertThat(result.applied()).isTrue();
		assertThat(result.revision()).isPositive();
		assertThat(get("/k")).isEqualTo(new Entry(key("/k"), "v", result.revision(), null));
	}

	@Test
	void anotherClientReadsWhatWasWritten() {
		put("/k", "v");
		assertThat(answer(another().get(key("/k"))).value()).isEqualTo("v");
	}

	@Test
	void createIfAbsentIsAppliedOnce() {
		assertThat(commit(Transaction.builder().ifAbsent(key("/k")).put(key("/k"), "first")).applied()).isTrue();
		assertThat(commit(Transaction.builder().ifAbsent(key("/k")).put(key("/k"), "second")).applied()).isFalse();
		assertThat(get("/k").value()).isEqualTo("first");
	}

	@Test
	void absentComparesAsRevisionZero() {
		assertThat(commit(Transaction.builder().ifUnchanged(key("/k"), 0).put(key("/k"), "v")).applied()).isTrue();
		assertThat(commit(Transaction.builder().ifUnchanged(key("/k"), 0).put(key("/k"), "w")).applied()).isFalse();
	}

	@Test
	void unchangedKeyIsReplaced() {
		long revision = put("/k", "old");
		assertThat(commit(Transaction.builder().ifUnchanged(key("/k"), revision).put(key("/k"), "new")).applied())
			.isTrue();
		assertThat(get("/k").value()).isEqualTo("new");
	}

	@Test
	void changedKeyIsNotReplaced() {
		long revision = put("/k", "old");
		put("/k", "old");
		assertThat(commit(Transaction.builder().ifUnchanged(key("/k"), revision).put(key("/k"), "new")).applied())
			.isFalse();
		assertThat(get("/k").value()).isEqualTo("old");
	}

	@Test
	void deletedKeyIsNotUnchanged() {
		long revision = put("/k", "old");
		delete("/k");
		assertThat(commit(Transaction.builder().ifUnchanged(key("/k"), revision).put(key("/k"), "new")).applied())
			.isFalse();
	}

	@Test
	void revisionIsNotRepeatedAfterDeleteAndCreate() {
		long before = put("/k", "v");
		delete("/k");
		assertThat(get("/k")).isNull();
		assertThat(put("/k", "v")).isGreaterThan(before);
		assertThat(get("/k").revision()).isGreaterThan(before);
	}

	@Test
	void revisionsGrowAcrossKeys() {
		long first = put("/a", "v");
		long second = put("/b", "v");
		long third = put("/a", "v");
		assertThat(List.of(first, second, third)).isSorted().doesNotHaveDuplicates();
	}

	@Test
	void severalKeysAreWrittenAtOneRevision() {
		put("/old", "v");
		CommitResult result = commit(
				Transaction.builder().ifAbsent(key("/a")).put(key("/a"), "1").put(key("/b"), "2").delete(key("/old")));
		assertThat(list("")).extracting(Entry::key, Entry::revision)
			.containsExactly(tuple(key("/a"), result.revision()), tuple(key("/b"), result.revision()));
	}

	@Test
	void oneCompareThatFailsRefusesEverything() {
		long revision = put("/a", "1");
		put("/b", "1");
		CommitResult result = commit(Transaction.builder()
			.ifUnchanged(key("/a"), revision)
			.ifAbsent(key("/b"))
			.put(key("/a"), "2")
			.put(key("/c"), "2")
			.delete(key("/b")));
		assertThat(result.applied()).isFalse();
		assertThat(list("")).extracting(Entry::value).containsExactly("1", "1");
	}

	@Test
	void transactionWithoutOperationsComparesOnly() {
		long revision = put("/k", "v");
		assertThat(commit(Transaction.builder().ifUnchanged(key("/k"), revision)).applied()).isTrue();
		assertThat(commit(Transaction.builder().ifAbsent(key("/k"))).applied()).isFalse();
	}

	@Test
	void deletingNothingIsApplied() {
		assertThat(commit(Transaction.builder().delete(key("/none"))).applied()).isTrue();
	}

	@Test
	void listIsOrderedByKey() {
		for (String path : List.of("/l/b", "/l/a10", "/l/a/x", "/l/a", "/l/\uff5e", "/l/\ud83d\ude00", "/l/a1")) {
			put(path, "v");
		}
		assertThat(list("/l")).extracting(Entry::key).hasSize(7).isSorted();
	}

	@Test
	void listCoversWholeSegmentsOnly() {
		put("/a/s1", "itself");
		put("/a/s1/x", "below");
		put("/a/s10", "other");
		put("/a/s1-b", "other");
		put("/a/s", "other");
		assertThat(list("/a/s1")).extracting(Entry::value).containsExactly("itself", "below");
	}

	@Test
	void listOfNothingIsEmptyAndHasARevision() {
		long revision = put("/k", "v");
		Snapshot snapshot = answer(this.store.list(key("/none")));
		assertThat(snapshot.entries()).isEmpty();
		assertThat(snapshot.revision()).isGreaterThanOrEqualTo(revision);
	}

	@Test
	void listIsNotOlderThanWhatAnotherClientWrote() {
		CoordinationStore other = another();
		for (int i = 0; i < 20; i++) {
			long revision = put("/k", "v" + i);
			Snapshot snapshot = answer(other.list(this.root));
			assertThat(snapshot.revision()).isGreaterThanOrEqualTo(revision);
			assertThat(snapshot.entries()).extracting(Entry::value).containsExactly("v" + i);
		}
	}

	@Test
	void longListIsComplete() {
		for (int from = 0; from < 1200; from += 50) {
			Transaction.Builder transaction = Transaction.builder();
			IntStream.range(from, from + 50).forEach((i) -> transaction.put(key("/many/" + i), "v" + i));
			commit(transaction);
		}
		assertThat(list("/many")).hasSize(1200).extracting(Entry::key).isSorted().doesNotHaveDuplicates();
	}

	@Test
	void listOfLargeValuesIsComplete() {
		String value = "x".repeat(Keys.MAX_VALUE_BYTES);
		for (int i = 0; i < 20; i++) {
			put("/large/" + i, value);
		}
		assertThat(list("/large")).hasSize(20).extracting(Entry::value).allMatch(value::equals);
	}

	@Test
	void valueIsAnyText() {
		String value = "\u0000 \n\t\"\\ \u00e9 \u4e2d \ud83d\ude00 \uffff";
		put("/k", value);
		assertThat(get("/k").value()).isEqualTo(value);
	}

	@Test
	void valueMayBeEmpty() {
		put("/k", "");
		assertThat(get("/k").value()).isEmpty();
	}

	@Test
	void keyIsAnyText() {
		String path = "/\u00e9 %2F?&#+:@[]{}*~'\"\\/\u4e2d\ud83d\ude00";
		put(path, "v");
		assertThat(get(path).key()).isEqualTo(key(path));
		assertThat(list("")).extracting(Entry::key).containsExactly(key(path));
	}

	@Test
	void largestTransactionIsApplied() {
		Transaction.Builder transaction = Transaction.builder();
		IntStream.range(0, Transaction.MAX_SIZE / 2).forEach((i) -> transaction.ifAbsent(key("/" + i)));
		IntStream.range(0, Transaction.MAX_SIZE / 2).forEach((i) -> transaction.put(key("/" + i), "v"));
		assertThat(commit(transaction).applied()).isTrue();
		assertThat(list("")).hasSize(Transaction.MAX_SIZE / 2);
	}

	@Test
	void heaviestTransactionIsApplied() {
		Transaction.Builder transaction = Transaction.builder();
		IntStream.range(0, 50)
			.forEach((i) -> transaction.put(key("/" + i), "x".repeat(Transaction.MAX_BYTES / 50 - 100)));
		assertThat(transaction.bytes()).isBetween(Transaction.MAX_BYTES - 8000, Transaction.MAX_BYTES);
		assertThat(commit(transaction).applied()).isTrue();
	}

	@Test
	void largestValueIsStored() {
		String value = "\u00e9".repeat(Keys.MAX_VALUE_BYTES / 2);
		put("/k", value);
		assertThat(get("/k").value()).isEqualTo(value);
	}

	@Test
	void concurrentIncrementsAreAllCounted() {
		int threads = 4;
		int increments = 25;
		put("/counter", "0");
		CompletableFuture<?>[] all = IntStream.range(0, threads)
			.mapToObj((i) -> another())
			.map((client) -> CompletableFuture.runAsync(() -> increment(client, increments),
					(task) -> new Thread(task).start()))
			.toArray(CompletableFuture[]::new);
		CompletableFuture.allOf(all).orTimeout(60, TimeUnit.SECONDS).join();
		assertThat(get("/counter").value()).isEqualTo(String.valueOf(threads * increments));
	}

	private void increment(CoordinationStore client, int times) {
		for (int done = 0; done < times;) {
			Entry entry = answer(client.get(key("/counter")));
			String next = String.valueOf(Integer.parseInt(entry.value()) + 1);
			CommitResult result = answer(client.commit(
					Transaction.builder().ifUnchanged(entry.key(), entry.revision()).put(entry.key(), next).build()));
			done += result.applied() ? 1 : 0;
		}
	}

	@Test
	void closedStoreFailsEveryCall() {
		CoordinationStore closed = another();
		closed.close();
		assertThatExceptionOfType(CoordinationException.class).isThrownBy(() -> answer(closed.get(key("/k"))));
		assertThatExceptionOfType(CoordinationException.class).isThrownBy(() -> answer(closed.list(key("/k"))));
		assertThatExceptionOfType(CoordinationException.class).isThrownBy(() -> answer(closed.openSession(ttl())));
		assertThatExceptionOfType(CoordinationException.class)
			.isThrownBy(() -> answer(closed.commit(Transaction.builder().put(key("/k"), "v").build())));
	}

	@Test
	void closingTwiceIsClosingOnceAndHurtsNobodyElse() {
		CoordinationStore closed = another();
		closed.close();
		closed.close();
		put("/k", "v");
		assertThat(get("/k").value()).isEqualTo("v");
	}

}
