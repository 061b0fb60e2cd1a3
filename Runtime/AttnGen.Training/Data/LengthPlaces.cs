namespace AttnGen.Training;

/// <summary>An order of lengths that examples fill anew, so that batches cut from it have the same shapes each time.</summary>
internal sealed class LengthPlaces
{
    private readonly int[] lengths;
    private readonly int[] places;

    /// <summary>Keeps which length stands at which place.</summary>
    /// <param name="lengths">The number of tokens of each example.</param>
    /// <param name="order">An order of the examples; only their lengths matter.</param>
    public LengthPlaces(int[] lengths, int[] order)
    {
        this.lengths = lengths;
        places = [.. Enumerable.Range(0, order.Length)];
        LengthOrder.Sort(places, Array.ConvertAll(order, index => lengths[index]), longestFirst: false);
    }

    /// <summary>Puts the examples to the places of their lengths; those of one length in the order in which they are given.</summary>
    public int[] Fill(int[] shuffled)
    {
        int[] examples = [.. shuffled];
        LengthOrder.Sort(examples, lengths, longestFirst: false);
        int[] filled = new int[places.Length];
        for (int i = 0; i < places.Length; i++)
        {
            filled[places[i]] = examples[i];
        }

        return filled;
    }
}
