package dev.sm.manager;

import java.util.TreeMap;

import dev.sm.coordination.Entry;
import dev.sm.coordination.Keys;
import dev.sm.coordination.Transaction;
import dev.sm.manager.AssignmentDocument.Item;
import dev.sm.manager.AssignmentDocument.Mark;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ChangeTests {

	@Test
	void takesNoMoreDocumentsThanTheirBytesAllow() {
		ServiceKeys keys = new ServiceKeys("/sm/orders");
		ServiceState state = new ServiceState(keys, new Rules(), Keys.MAX_VALUE_BYTES);
		for (int participant = 0; participant < 12; participant++) {
			TreeMap<String, Item> entries = new TreeMap<>();
			for (int shard = 0; shard < 4000; shard++) {
				entries.put("s" + (participant * 4000 + shard), new Item(Mark.OWN, 1L << 50));
			}
			String key = keys.assignment("p" + participant);
			state.apply(key, new Entry(key, new AssignmentDocument("i", entries).encode(), 7, null));
		}
		Change change = new Change(state, new Rules(), 1, 1L << 50);
		int taken = 0;
		while (taken < 12 && change.take("s" + taken * 4000, "p" + taken)) {
			taken++;
		}
		Transaction transaction = change.build();
		assertThat(taken).isBetween(4, 11);
		assertThat(transaction).isNotNull();
		assertThat(transaction.operations()).hasSize(taken);
	}

}
