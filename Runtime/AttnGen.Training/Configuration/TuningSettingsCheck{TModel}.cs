using Microsoft.Extensions.Options;

namespace AttnGen.Training.Configuration;

/// <summary>Refuses settings that could not be read or whose options are out of range.</summary>
internal sealed class TuningSettingsCheck<TModel> : IValidateOptions<TuningSettings<TModel>>
{
    public ValidateOptionsResult Validate(string? name, TuningSettings<TModel> options)
    {
        if (options.Problems.Count > 0 || !options.HasStrategy)
        {
            return ValidateOptionsResult.Fail(options.Missing);
        }

        try
        {
            options.Options.Validate();
            return ValidateOptionsResult.Success;
        }
        catch (ArgumentException outOfRange)
        {
            return ValidateOptionsResult.Fail(outOfRange.Message);
        }
    }
}
