package dev.sm.benchmarks.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A recorder that sees nothing would find every run in order.
 */
class RecorderTests {

	private final Report report = new Report("");

	private final Recorder recorder = new Recorder(1, this.report);

	private Life first;

	private Life second;

	@BeforeEach
	void watchTwo(@TempDir Path directory) {
		this.first = new Life("p1#1", directory.resolve("p1"));
		this.second = new Life("p2#1", directory.resolve("p2"));
		this.recorder.watch(this.first);
		this.recorder.watch(this.second);
	}

	@Test
	void seesTwoHoldersAtOnce() throws IOException {
		writes(this.first, "0 10 11 ACQUIRED s 1 true", "0 30 31 PROBE");
		writes(this.second, "0 20 21 ACQUIRED s 2 true", "0 40 41 PROBE");
		assertThat(this.report.violations()).containsExactly("O1: shard s was held by p1#1 and p2#1 at once");
	}

	@Test
	void seesTwoHoldersAtOnceWhenOneTellsLate() throws IOException {
		writes(this.second, "0 20 21 ACQUIRED s 2 true", "0 40 41 PROBE");
		writes(this.first, "0 10 11 ACQUIRED s 1 true", "0 30 31 PROBE");
		assertThat(this.report.violations()).hasSize(1);
	}

	@Test
	void allowsHandoffs() throws IOException {
		writes(this.first, "0 10 11 ADD s 1 true", "0 12 13 ACQUIRED s 1 true", "0 20 21 PROBE",
				"0 22 23 DROP s 1 true", "0 30 31 LOST s 1 false", "0 29 32 PROBE");
		writes(this.second, "0 24 25 ADD s 2 true", "0 26 27 ACQUIRED s 2 true", "0 40 41 PROBE");
		assertThat(this.report.violations()).isEmpty();
	}

	@Test
	void seesWhatIsHeldAgain() throws IOException {
		writes(this.first, "0 10 11 ACQUIRED s 1 true", "0 20 21 LOST s 1 false", "0 30 31 ACQUIRED s 1 true");
		assertThat(this.report.violations()).containsExactly("O1: shard s was held again after it was lost");
	}

	@Test
	void seesEpochsThatAreUsedTwice() throws IOException {
		writes(this.first, "0 10 11 ADD s 1 false");
		writes(this.second, "0 20 21 ADD s 1 false");
		assertThat(this.report.violations()).containsExactly("O2: the epoch of shard s was used twice");
	}

	@Test
	void seesEpochsThatShrink() throws IOException {
		writes(this.first, "0 10 11 ADD s 2 true");
		writes(this.second, "0 20 21 ADD s 1 true");
		assertThat(this.report.violations()).containsExactly("O2: the epoch of shard s shrank");
	}

	private void writes(Life life, String... lines) throws IOException {
		Files.writeString(life.events(), String.join("\n", lines) + "\n", StandardOpenOption.CREATE,
				StandardOpenOption.APPEND);
		this.recorder.poll();
	}

}
