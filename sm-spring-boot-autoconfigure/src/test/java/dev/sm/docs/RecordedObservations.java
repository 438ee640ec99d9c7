package dev.sm.docs;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;

import static org.assertj.core.api.Assertions.assertThat;

/** Keeps the observations that have ended, in their order. */
public final class RecordedObservations implements ObservationHandler<Observation.Context> {

	private final List<Observation.Context> stopped = new CopyOnWriteArrayList<>();

	@Override
	public boolean supportsContext(Observation.Context context) {
		return true;
	}

	@Override
	public void onStop(Observation.Context context) {
		this.stopped.add(context);
	}

	/**
	 * Those of a name.
	 * @param name the name
	 * @return what was kept of them
	 */
	public List<Observation.Context> named(String name) {
		return this.stopped.stream().filter((context) -> name.equals(context.getName())).toList();
	}

	/**
	 * Checks that those of a name have the keys that the page tells.
	 * @param name the name
	 */
	public void areAsThePageSays(String name) {
		List<String> row = TelemetryPage.rows("Observations").get(name);
		assertThat(row).as("the row of %s", name).isNotNull();
		assertThat(named(name)).as(name).isNotEmpty().allSatisfy((context) -> {
			assertThat(keys(context.getLowCardinalityKeyValues())).isEqualTo(TelemetryPage.names(row.get(2)));
			assertThat(keys(context.getHighCardinalityKeyValues()))
				.isEqualTo((row.size() > 3) ? TelemetryPage.names(row.get(3)) : Set.of());
		});
	}

	private static Set<String> keys(KeyValues values) {
		Set<String> keys = new TreeSet<>();
		for (KeyValue value : values) {
			keys.add(value.getKey());
		}
		return keys;
	}

}
