package dev.sm.manager;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ChunksTests {

	@Test
	void chunksAreSplitAndHaveEveryShardOnce() {
		Chunks chunks = new Chunks(4000, Set.of());
		List<String> shards = new ArrayList<>();
		for (int i = 0; i < 2000; i++) {
			shards.add("s" + i);
			chunks.put("s" + i, 50);
		}
		assertThat(Chunks.cover(chunks.names())).isTrue();
		assertThat(chunks.names()).hasSizeBetween(26, 60);
		SortedMap<String, List<String>> groups = chunks.group(shards);
		assertThat(groups.values()).allMatch((group) -> group.size() <= 80);
		assertThat(groups.values().stream().mapToInt(List::size).sum()).isEqualTo(2000);
		assertThat(chunks.bytes()).isEqualTo(2000 * 50);
	}

	@Test
	void onlyWhatIsTouchedCounts() {
		Chunks made = new Chunks(4000, Set.of());
		for (int i = 0; i < 2000; i++) {
			made.put("s" + i, 50);
		}
		Chunks chunks = new Chunks(4000, made.names());
		for (int i = 0; i < 2000; i++) {
			chunks.keep("s" + i, 50);
		}
		assertThat(chunks.bytes()).isZero();
		assertThat(chunks.more("s7")).isBetween(1000, 4000);
		chunks.remove("s7");
		assertThat(chunks.puts()).isEqualTo(1);
		assertThat(chunks.bytes()).isBetween(1000, 3950);
		assertThat(chunks.more("s7")).isZero();
		assertThat(chunks.group(List.of("s7", "s8", "s9"))).hasSize(1);
	}

	@Test
	void shardsThatAreTooLargeForOneChunkAreAloneInIt() {
		Chunks chunks = new Chunks(10, Set.of());
		chunks.put("a", 50);
		chunks.put("b", 50);
		assertThat(chunks.puts()).isEqualTo(2);
		chunks.remove("a");
		assertThat(chunks.puts()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "b0", "b0 b10", "b0 b1 b11", "b0 b1 x", "b0 b2", "b b0",
			"b0 b10000000000000000000000000", "c0 c1" })
	void namesThatAreNotAllChunksOfADocumentAreRefused(String names) {
		assertThat(Chunks.cover(new HashSet<>(List.of(names.split(" "))))).isFalse();
	}

	@Test
	void headIsReadAsItWasWritten() {
		SortedMap<String, String> hashes = new TreeMap<>();
		hashes.put("b0", ChunkHead.hash(ChunkHead.chunk(List.of("O\ta\t5"))));
		hashes.put("b1", "");
		ChunkHead head = ChunkHead.of("v1\ts7\t12", hashes);
		assertThat(ChunkHead.read(head.encode())).isEqualTo(head);
		assertThat(head.document(List.of(ChunkHead.chunk(List.of("O\ta\t5", "O\tb\t6")))))
			.isEqualTo("v1\ts7\t12\nO\ta\t5\nO\tb\t6");
	}

	@ParameterizedTest
	@ValueSource(strings = { "v2\ts7", "v2\ts7\n", "v2\ts7\nb0\tx", "v1\ts7\nb0\tx\nb1\tx", "v2\ts7\nb0\tx\nb1\tx\n" })
	void damagedHeadIsRefused(String text) {
		assertThatExceptionOfType(CorruptDocumentException.class).isThrownBy(() -> ChunkHead.read(text));
	}

	@Test
	void earlierVersionsTakeChunksForUnreadable() {
		SortedMap<String, String> hashes = new TreeMap<>();
		hashes.put("b", "x");
		String head = ChunkHead.of(AssignmentDocument.firstLine("s7"), hashes).encode();
		String chunk = ChunkHead.chunk(List.of("O\ta\t5"));
		assertThatExceptionOfType(CorruptDocumentException.class).isThrownBy(() -> AssignmentDocument.decode(head))
			.withMessageContaining("version must be 'v1' (was 'v2')");
		assertThatExceptionOfType(CorruptDocumentException.class).isThrownBy(() -> StatusDocument.decode(chunk))
			.withMessageContaining("version must be 'v1' (was 'v2')");
	}

}
