package dev.downshift.core.models;

import java.util.List;

/** The base models Downshift knows. */
public interface ModelCatalogue {

    /** All of them, smallest first. */
    List<BaseModel> all();

    /** The model of an id from the catalogue. */
    BaseModel get(String id);

    /** The model to train for a need: the smallest that is available and fits. */
    BaseModel choose(Need need);

    /** Why {@link #choose} takes this model for the need, in a sentence. */
    String reason(BaseModel model, Need need);
}
