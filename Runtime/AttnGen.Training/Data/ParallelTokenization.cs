namespace AttnGen.Training;

/// <summary>Makes examples of texts on all processors, in the order of the texts.</summary>
internal static class ParallelTokenization
{
    /// <summary>The examples.</summary>
    /// <exception cref="InvalidDataException">A text could not be tokenized: the first in their order, on any number of processors.</exception>
    public static TextExample[] Run<TText>(IReadOnlyList<TText> texts, Func<TText, TextExample> tokenize, string name, CancellationToken cancellation)
    {
        TextExample[] examples = new TextExample[texts.Count];
        Lock gate = new();
        (int Index, Exception Problem)? first = null;
        Parallel.For(0, examples.Length, new ParallelOptions { CancellationToken = cancellation }, (index, loop) =>
        {
            try
            {
                examples[index] = tokenize(texts[index]);
            }
            catch (Exception problem)
            {
                // What lies before it is still tokenized, so that the first problem is found.
                loop.Break();
                lock (gate)
                {
                    first = first is null || index < first.Value.Index ? (index, problem) : first;
                }
            }
        });
        cancellation.ThrowIfCancellationRequested();
        return first is var (at, fault) ? throw new InvalidDataException($"{name}, example {at}: it could not be tokenized: {fault.Message}", fault) : examples;
    }
}
