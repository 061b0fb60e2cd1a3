namespace AttnGen.Models.Tests.Papers;

/// <summary>One model for all cases: it is large.</summary>
public sealed class RobertaBase : IDisposable
{
    private readonly RobertaShape model = new();

    public TuningSession Begin(TuneStrategy<RobertaShape> strategy)
    {
        model.RemoveAdapter();
        return model.BeginTuning(strategy, PaperSettings.Options(10));
    }

    public void Dispose() => model.Dispose();
}
