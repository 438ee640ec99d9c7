package dev.sm.pushgateway;

import java.util.Map;

/**
 * A group as one gateway has it.
 *
 * @param key its labels
 * @param pushedAt when it was pushed there last, in seconds of the gateway's time of day
 * @param families its metrics in text form, by name
 */
record GroupCopy(GroupKey key, double pushedAt, Map<String, String> families) {

	GroupCopy {
		families = Map.copyOf(families);
	}

}
