using AttnGen;
using AttnGen.Training;

namespace ImdbSentiment;

/// <summary>Saves where a run is, now and then and when it is stopped, so that <c>--resume</c> goes on from there as if it had never stopped.</summary>
internal sealed class StateKeeper(TuningSession tuning, string path, int every) : ITrainingCallback
{
    /// <summary>Where the loop is in the data; set when the loop is made.</summary>
    public Func<SamplerState>? Position { get; set; }

    /// <summary>Goes on from the saved state.</summary>
    /// <returns>The place of the next batch.</returns>
    public SamplerState Resume()
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no state to resume in '{path}': no run with this --output was stopped after a saved step. Start it without --resume.");
        }

        return SamplerState.FromJson(tuning.LoadState(path).SamplerState ?? throw new InvalidDataException($"'{path}' does not say where the run was in its data."));
    }

    public void OnStep(StepReport step)
    {
        if (every > 0 && step.Step % every == 0)
        {
            Save();
        }
    }

    public void OnEnd(TrainingOutcome outcome)
    {
        if (!outcome.Completed && outcome.Step > 0)
        {
            Save();
        }
    }

    /// <summary>A finished run has nothing to resume.</summary>
    public void Forget() => File.Delete(path);

    private void Save() => tuning.SaveState(path, Position!().ToJson());
}
