package dev.sm.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OpenWrites} and {@link MissedKeysFile}.
 */
class OpenWritesTests {

	private static final byte[] KEY = { 'k', -1 };

	private final OpenWrites writes = new OpenWrites(2, MissedKeys.FORGETFUL);

	@Test
	void keyIsUnsureWhileAWriteIsUnderWay() {
		assertThat(this.writes.unsure(KEY)).isFalse();
		long number = this.writes.begun(KEY);
		assertThat(this.writes.unsure(KEY)).isTrue();
		assertThat(this.writes.unsure(new byte[] { 'x' })).isFalse();
		assertThat(this.writes.ended(KEY, number, true)).isFalse();
		assertThat(this.writes.unsure(KEY)).isFalse();
	}

	@Test
	void missedKeyIsUnsureUntilItIsRemoved() {
		assertThat(this.writes.ended(KEY, this.writes.begun(KEY), false)).isTrue();
		assertThat(this.writes.unsure(KEY)).isTrue();
		List<OpenWrites.Removal> removals = this.writes.removals(10);
		assertThat(removals).hasSize(1);
		assertThat(removals.get(0).key()).isEqualTo(KEY);
		assertThat(this.writes.removals(10)).as("one at a time").isEmpty();
		this.writes.ended(KEY, removals.get(0).number(), false);
		assertThat(this.writes.missed()).isEqualTo(1);
		OpenWrites.Removal again = this.writes.removals(10).get(0);
		this.writes.ended(KEY, again.number(), true);
		assertThat(this.writes.missed()).isZero();
		assertThat(this.writes.unsure(KEY)).isFalse();
	}

	@Test
	void laterWriteMakesUpForAnEarlierOneWhicheverIsAnsweredFirst() {
		long first = this.writes.begun(KEY);
		long second = this.writes.begun(KEY);
		this.writes.ended(KEY, second, true);
		assertThat(this.writes.ended(KEY, first, false)).isFalse();
		assertThat(this.writes.unsure(KEY)).isFalse();
		long third = this.writes.begun(KEY);
		long fourth = this.writes.begun(KEY);
		this.writes.ended(KEY, fourth, false);
		assertThat(this.writes.ended(KEY, third, true)).as("the earlier one does not make up for it").isTrue();
	}

	@Test
	void whoWaitsForAKeyWaitsForTheWritesThatAreUnderWayAndNoOthers() {
		assertThat(this.writes.settled(List.of(KEY))).isDone();
		long first = this.writes.begun(KEY);
		long second = this.writes.begun(KEY);
		CompletableFuture<?> settled = this.writes.settled(List.of(KEY, new byte[] { 'x' }));
		long third = this.writes.begun(KEY);
		this.writes.ended(KEY, third, true);
		this.writes.ended(KEY, second, false);
		assertThat(settled).isNotDone();
		assertThat(this.writes.state(KEY)).isEqualTo(OpenWrites.State.WRITTEN);
		this.writes.ended(KEY, first, true);
		assertThat(settled).isDone();
		assertThat(this.writes.state(KEY)).isEqualTo(OpenWrites.State.KNOWN);
	}

	@Test
	void whatNobodyHasMakesUpForNothing() {
		this.writes.ended(KEY, this.writes.begun(KEY), OpenWrites.End.VOID);
		assertThat(this.writes.state(KEY)).isEqualTo(OpenWrites.State.KNOWN);
		this.writes.ended(KEY, this.writes.begun(KEY), OpenWrites.End.MISSED);
		this.writes.ended(KEY, this.writes.begun(KEY), OpenWrites.End.VOID);
		assertThat(this.writes.state(KEY)).isEqualTo(OpenWrites.State.MISSED);
	}

	@Test
	void keyThatIsBeingWrittenIsNotRemoved() {
		this.writes.ended(KEY, this.writes.begun(KEY), false);
		long number = this.writes.begun(KEY);
		assertThat(this.writes.removals(10)).isEmpty();
		this.writes.ended(KEY, number, true);
		assertThat(this.writes.missed()).isZero();
	}

	@Test
	void moreThanIsRememberedMakesEverythingUnsure() {
		for (int i = 0; i < 3; i++) {
			byte[] key = { (byte) i };
			this.writes.ended(key, this.writes.begun(key), false);
		}
		assertThat(this.writes.missed()).isEqualTo(2);
		assertThat(this.writes.overflowed()).isTrue();
		assertThat(this.writes.unsure(KEY)).isTrue();
		this.writes.removals(10).forEach((removal) -> this.writes.ended(removal.key(), removal.number(), true));
		this.writes.emptied();
		assertThat(this.writes.unsure(KEY)).isFalse();
	}

	@Test
	void fileKeepsMissedKeysAndForgetsThemWhenTheyAreRemoved(@TempDir Path directory) {
		OpenWrites before = new OpenWrites(2, new MissedKeysFile(directory, "p", "n1"));
		before.ended(KEY, before.begun(KEY), false);
		OpenWrites after = new OpenWrites(2, new MissedKeysFile(directory, "p", "n1"));
		assertThat(after.unsure(KEY)).isTrue();
		after.removals(1).forEach((removal) -> after.ended(removal.key(), removal.number(), true));
		assertThat(new MissedKeysFile(directory, "p", "n1").read().keys()).isEmpty();
		assertThat(directory).isEmptyDirectory();
	}

	@Test
	void whatCannotBeReadCountsAsForgotten(@TempDir Path directory) throws IOException {
		OpenWrites before = new OpenWrites(9, new MissedKeysFile(directory, "p", "n1"));
		before.ended(KEY, before.begun(KEY), false);
		Path file = directory.resolve("missed-p-n1.keys");
		Files.writeString(file, Files.readString(file, StandardCharsets.ISO_8859_1) + "%%%",
				StandardCharsets.ISO_8859_1);
		OpenWrites after = new OpenWrites(9, new MissedKeysFile(directory, "p", "n1"));
		assertThat(after.overflowed()).isTrue();
		assertThat(after.missed()).isEqualTo(1);
	}

}
