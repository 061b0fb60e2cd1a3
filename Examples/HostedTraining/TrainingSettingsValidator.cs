using Microsoft.Extensions.Options;

namespace HostedTraining;

/// <summary>The checks that the attributes of <see cref="TrainingSettings"/> state, generated when compiling.</summary>
[OptionsValidator]
internal sealed partial class TrainingSettingsValidator : IValidateOptions<TrainingSettings>;
