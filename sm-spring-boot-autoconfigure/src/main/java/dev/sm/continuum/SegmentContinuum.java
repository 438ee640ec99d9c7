package dev.sm.continuum;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A continuum that cuts the values of a hash into ranges: the arcs of a ring, or slots.
 */
final class SegmentContinuum extends HashedContinuum {

	private final CompatibleHash hash;

	private final boolean ring;

	private final Segments segments;

	private SegmentContinuum(ContinuumSpec spec, String[] names, CompatibleHash hash, boolean ring, Segments segments,
			@Nullable String standardTag) {
		super(spec, hash.function(), names, (spec.hashTag() != null) ? spec.hashTag() : standardTag);
		this.hash = hash;
		this.ring = ring;
		this.segments = segments;
	}

	static SegmentContinuum ring(ContinuumSpec spec, String[] names, CompatibleHash hash, Segments segments) {
		return new SegmentContinuum(spec, names, hash, true, segments, null);
	}

	static SegmentContinuum slots(ContinuumSpec spec, String[] names, CompatibleHash hash, Segments segments,
			@Nullable String standardTag) {
		return new SegmentContinuum(spec, names, hash, false, segments, standardTag);
	}

	@Override
	int node(long hash) {
		return this.segments.owner(this.segments.of(hash));
	}

	@Override
	int[] nodes(long hash, int count) {
		return this.segments.owners(this.segments.of(hash), count);
	}

	@Override
	void describe(long hash, Map<String, String> why) {
		int segment = this.segments.of(hash);
		why.put("function", this.hash.name());
		why.put("hash", String.valueOf(hash));
		if (this.ring) {
			why.put("point", String.valueOf(this.segments.mark(segment)));
			why.put("points", String.valueOf(this.segments.units()));
		}
		else {
			why.put("slot", String.valueOf(hash));
			why.put("slots", String.valueOf(this.segments.units()));
			why.put("range", this.segments.mark(segment) + "-" + (this.segments.end(segment, this.hash.values()) - 1));
		}
	}

	@Override
	public Map<String, Double> shares() {
		Map<String, Double> held = new HashMap<>();
		long start = 0;
		for (int segment = 0; segment < this.segments.count() && start < this.hash.values(); segment++) {
			long end = this.segments.end(segment, this.hash.values());
			held.merge(name(this.segments.owner(segment)), (double) (end - start), Double::sum);
			start = end;
		}
		return Shares.of(spec(), (name) -> held.getOrDefault(name, 0.0) / this.hash.values());
	}

	@Override
	boolean tally(Continuum to, MoveTally tally) {
		if (!(to instanceof SegmentContinuum other) || !this.hash.name().equals(other.hash.name())) {
			return false;
		}
		long values = this.hash.values();
		int here = 0;
		int there = 0;
		long start = 0;
		while (start < values) {
			long hereEnd = this.segments.end(here, values);
			long thereEnd = other.segments.end(there, values);
			long end = Math.min(hereEnd, thereEnd);
			tally.add(name(this.segments.owner(here)), other.name(other.segments.owner(there)),
					(end - start) / (double) values);
			here += (hereEnd == end) ? 1 : 0;
			there += (thereEnd == end) ? 1 : 0;
			start = end;
		}
		return true;
	}

}
