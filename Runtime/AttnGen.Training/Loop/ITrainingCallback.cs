namespace AttnGen.Training;

/// <summary>Is told what happens in a <see cref="TrainingLoop"/>, on the loop's thread. Each method does nothing unless it is implemented.</summary>
public interface ITrainingCallback
{
    /// <summary>Before the first step.</summary>
    void OnStart(TrainingStart start)
    {
    }

    /// <summary>After each step.</summary>
    void OnStep(StepReport step)
    {
    }

    /// <summary>After each evaluation.</summary>
    void OnEvaluation(EvaluationReport evaluation)
    {
    }

    /// <summary>After the last step of each epoch, before the evaluation at its end.</summary>
    void OnEpochEnd(EpochReport epoch)
    {
    }

    /// <summary>When the run has ended, completed or cancelled; not where an exception ends it.</summary>
    void OnEnd(TrainingOutcome outcome)
    {
    }

    /// <summary>When an exception ends the run, a callback's own included. It is thrown on afterwards, whatever this throws itself: that is dropped, and the other callbacks are told all the same.</summary>
    void OnFailure(TrainingFailure failure)
    {
    }
}
