package dev.downshift.engine.privacy;

import java.util.List;

/** Finds some types in one decoded string, in linear time. */
interface Detector {

    void detect(Scanned text, List<Candidate> found);
}
