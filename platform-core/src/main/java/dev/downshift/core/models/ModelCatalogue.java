package dev.downshift.core.models;

import java.util.List;

/** The base models Downshift knows. */
public interface ModelCatalogue {

    /** All of them, smallest first. */
    List<BaseModel> all();

    /** The model of an id from the catalogue. */
    BaseModel get(String id);

    /** The model to train for a need: of those that are available and fit the smallest, where calls offer tools one that was trained to call them. */
    BaseModel choose(Need need);

    /** What speaks for this model where the need is this one, in a sentence. */
    String reason(BaseModel model, Need need);
}
